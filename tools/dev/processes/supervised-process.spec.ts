import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../until.mjs';
import { Leash } from './leash.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

const started: SupervisedProcess[] = [];
afterEach(() => Promise.all(started.splice(0).map((process) => process.stop(1_000))));

describe('a supervised process', () => {
  it('is restarted when it dies, after twice the delay each time', async () => {
    const deaths: number[] = [];
    supervise('process.exit(1)', { firstDelayMs: 50, onDeath: () => deaths.push(performance.now()) });
    await expect.poll(() => deaths.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
    expect(deaths[1] - deaths[0]).toBeGreaterThan(50);
    expect(deaths[2] - deaths[1]).toBeGreaterThan(100);
    expect(deaths[3] - deaths[2]).toBeGreaterThan(200);
  });

  it('begins with the first delay again after a stable run', async () => {
    const inARow: number[] = [];
    supervise('setTimeout(() => process.exit(1), 150)', {
      firstDelayMs: 10,
      stableMs: 100,
      onDeath: (deaths) => inARow.push(deaths),
    });
    await expect.poll(() => inARow.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    expect(inARow.slice(0, 2)).toEqual([1, 1]);
  });

  it('is not restarted after it was stopped', async () => {
    const deaths: number[] = [];
    const running = supervise('setInterval(() => {}, 1000)', {
      firstDelayMs: 10,
      onDeath: (count) => deaths.push(count),
    });
    const { pid } = running;
    await running.stop(5_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAlive(pid)).toBe(false);
    expect(deaths).toEqual([]);
  });

  it('is killed at the deadline when it ignores SIGTERM', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'supervised-'));
    const ready = join(folder, 'ready');
    const stubborn = supervise(
      `process.on('SIGTERM', () => {}); fs.writeFileSync(${JSON.stringify(ready)}, ''); setInterval(() => {}, 1000)`,
    );
    await until('the process to ignore SIGTERM', () => existsSync(ready));
    const begin = performance.now();
    await stubborn.stop(300);
    expect(performance.now() - begin).toBeGreaterThan(280);
    expect(isAlive(stubborn.pid)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

describe('a leash', () => {
  it('ends the processes that it holds when the holder is killed', async () => {
    const program = `
      import { spawn } from 'node:child_process';
      import { Leash } from ${JSON.stringify(join(import.meta.dirname, 'leash.mjs'))};
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
      new Leash().hold(child.pid);
      process.stdout.write(String(child.pid));
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise((resolve) => holder.stdout.once('data', (data) => resolve(String(data)))));
    expect(isAlive(pid)).toBe(true);
    holder.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function supervise(
  program: string,
  options: Partial<ConstructorParameters<typeof SupervisedProcess>[0]> = {},
): SupervisedProcess {
  const supervised = new SupervisedProcess({
    name: 'test',
    command: process.execPath,
    args: ['-e', program],
    cwd: tmpdir(),
    env: process.env,
    leash: new Leash(),
    ...options,
  });
  supervised.start();
  started.push(supervised);
  return supervised;
}

/** A zombie, as in a container without an init, counts as ended. */
function isAlive(pid: number | undefined): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
