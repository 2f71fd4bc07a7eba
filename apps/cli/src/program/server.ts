import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExoplanetClient } from '@exoplanet/client';
import { nonEmpty, type Terminal } from './terminal';

const DEFAULT_SERVER = 'http://localhost:8000';

export interface ServerOptions {
  server: string;
  apiKey?: string;
}

/** Adds the options that name the server. */
export function withServer(command: Command, { env }: Terminal): Command {
  return command
    .addOption(
      new Option('-s, --server <url>', 'address of the server (BASE_URL)')
        .default(nonEmpty(env.BASE_URL) ?? DEFAULT_SERVER)
        .argParser(asAddress),
    )
    .addOption(
      new Option('--api-key <key>', 'API key, if the server requires one (EXOPLANET_API_KEY)').default(
        nonEmpty(env.EXOPLANET_API_KEY),
        'none',
      ),
    );
}

export function clientOf({ server, apiKey }: ServerOptions): ExoplanetClient {
  return new ExoplanetClient({ baseUrl: asAddress(server), apiKey });
}

/** Notes when no worker is running. A key that may not list models gets no note. */
export async function noteMissingWorkers(client: ExoplanetClient, { stderr }: Terminal): Promise<void> {
  const models = await client.models().catch(() => undefined);
  if (models?.length === 0) stderr.write('no worker is running: the answer waits until one starts\n');
}

function asAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError(`expected an address such as ${DEFAULT_SERVER}, found ${JSON.stringify(text)}`);
}
