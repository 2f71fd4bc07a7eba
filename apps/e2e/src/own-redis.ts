import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
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
    private readonly program: string,
  ) {}

  /**
   * @param settings further arguments of the server
   * @param prelude lines of a shell script that runs before the server in the same process, for limits and variables
   */
  static async start(settings: readonly string[] = [], prelude = ''): Promise<OwnRedis> {
    const directory = mkdtempSync(join(tmpdir(), 'exoplanet-redis-'));
    const program = prelude ? afterPrelude(prelude, directory) : findRedisServer()!;
    const server = await startRedis({ program, directory, settings });
    return new OwnRedis(server, directory, settings, program);
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
    const { port, directory, program } = this;
    this.server = await startRedis({ program, port, directory, settings });
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

/** A program that runs the lines and becomes the Redis server. */
function afterPrelude(lines: string, directory: string): string {
  const program = join(directory, 'redis-server');
  writeFileSync(program, `#!/bin/sh\n${lines}\nexec "${findRedisServer()}" "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}
