import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExoplanetClient } from '@exoplanet/client';
import type { Terminal } from './terminal';

const DEFAULT_SERVER = 'http://localhost:8000';

export interface ServerOptions {
  server: string;
  apiKey?: string;
}

/** Adds the options that say which server is asked. */
export function withServer(command: Command, { env }: Terminal): Command {
  return command
    .addOption(
      new Option('-s, --server <url>', 'address of the server (BASE_URL)')
        .default(env.BASE_URL || DEFAULT_SERVER)
        .argParser(asAddress),
    )
    .addOption(
      new Option('--api-key <key>', 'key, where the server asks for one (EXOPLANET_API_KEY)').default(
        env.EXOPLANET_API_KEY || undefined,
        'none',
      ),
    );
}

export function clientOf({ server, apiKey }: ServerOptions): ExoplanetClient {
  return new ExoplanetClient({ baseUrl: asAddress(server), apiKey });
}

/** Says so where nothing will be answered until a worker comes; what a key may not ask is left out. */
export async function noteIfNobodyWorks(client: ExoplanetClient, { stderr }: Terminal): Promise<void> {
  const models = await client.models().catch(() => undefined);
  if (models?.length === 0) stderr.write('no worker is up: the answer waits until one is\n');
}

function asAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError(`expected an address such as ${DEFAULT_SERVER}, found ${JSON.stringify(text)}`);
}
