import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findRedisServer, startRedis } from '@exoplanet/dev';

type Server = Awaited<ReturnType<typeof startRedis>>;

/** A Redis server with an append-only file, for tests that end it, freeze it and start it again at the same address. */
export class OwnRedis {
  private constructor(
    private server: Server,
    readonly directory: string,
    private readonly settings: readonly string[],
  ) {}

  /** @param settings further arguments of the server */
  static async start(settings: readonly string[] = []): Promise<OwnRedis> {
    const directory = mkdtempSync(join(tmpdir(), 'exoplanet-redis-'));
    const server = await startRedis({ program: findRedisServer()!, directory, settings });
    return new OwnRedis(server, directory, settings);
  }

  get url(): string {
    return this.server.url;
  }

  get port(): number {
    return this.server.port;
  }

  get pid(): number {
    return this.server.process.pid!;
  }

  /** Ends it and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { process } = this.server;
    if (process.exitCode === null && process.signalCode === null) process.kill(signal);
    await this.server.stop();
  }

  async restart(settings = this.settings): Promise<void> {
    const { port, directory } = this;
    this.server = await startRedis({ program: findRedisServer()!, port, directory, settings });
  }

  /** Stops it for a time while its connections stay open. */
  async freeze(seconds: number): Promise<void> {
    this.server.process.kill('SIGSTOP');
    await delay(seconds * 1000);
    this.server.process.kill('SIGCONT');
  }

  /** Ends it and deletes its files. */
  async remove(): Promise<void> {
    await this.end();
    await rm(this.directory, { recursive: true, force: true });
  }
}
