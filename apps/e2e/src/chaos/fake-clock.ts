import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFakeTime } from '@exoplanet/dev';

/** A wall clock that a test moves under running processes, with libfaketime. Their monotonic clock is not moved. */
export class FakeClock {
  private readonly folder = mkdtempSync(join(tmpdir(), 'exoplanet-clock-'));
  private readonly file = join(this.folder, 'offset');

  constructor() {
    this.move(0);
  }

  /** Environment of the processes that have this clock. They notice a move within a second. */
  get env(): Record<string, string> {
    return {
      LD_PRELOAD: findFakeTime()!,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** The same as lines of a shell script, for Redis. */
  get prelude(): string {
    // Before its start, jemalloc asks for the time, for which libfaketime asks for memory: this gives both another allocator.
    const env = { ...this.env, LD_PRELOAD: `libc_malloc_debug.so.0:${this.env.LD_PRELOAD}` };
    return Object.entries(env)
      .map(([name, value]) => `export ${name}="${value}"`)
      .join('\n');
  }

  /** @param hours from the true time */
  move(hours: number): void {
    const seconds = hours * 3600;
    writeFileSync(`${this.file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${this.file}.new`, this.file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
