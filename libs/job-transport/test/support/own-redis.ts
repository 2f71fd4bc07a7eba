import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findRedisServer, freePort, startRedis } from '@exoplanet/dev';

/** A Redis server for one test, which can stop and start again on the same port with what it had written. */
export class OwnRedis {
  private running?: Awaited<ReturnType<typeof startRedis>>;

  private constructor(
    readonly port: number,
    private readonly directory: string,
  ) {}

  /** Chooses a port; Redis is not started yet. */
  static async reserve(): Promise<OwnRedis> {
    const directory = await mkdtemp(join(tmpdir(), 'job-transport-redis-'));
    const redis = new OwnRedis(await freePort(), directory);
    onTestFinished(async () => {
      await redis.stop();
      await rm(directory, { recursive: true, force: true });
    });
    return redis;
  }

  get connection(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  async start(): Promise<void> {
    this.running = await startRedis({
      program: findRedisServer()!,
      port: this.port,
      directory: this.directory,
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  /** Freezes it while its connections stay open, or lets it continue. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.running!.process.kill(name);
  }
}
