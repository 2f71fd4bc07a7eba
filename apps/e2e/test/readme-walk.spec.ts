import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../src/program';
import { Stack } from '../src/stack';

const root = resolve(import.meta.dirname, '../../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
/** The first block of commands under the heading. */
const walk = /## A catalogue in two minutes\n[^]*?```bash\n([^]*?)```/.exec(readme)![1];

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'readme-walk-'));
beforeAll(async () => {
  stack = await Stack.start({ env: { CATALOG_STORE: join(folder, 'store') } });
  // The folder is that of the repository for npx, and the files of the walk stay out of it.
  for (const name of ['package.json', 'node_modules', 'dist', 'models'])
    symlinkSync(join(root, name), join(folder, name));
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the walk through a catalogue in the README runs as it is written', { timeout: 300_000 }, async () => {
  const { code, stdout, stderr } = await runCommand('bash', ['--norc', '-euc', `cd '${folder}'\n${walk}`], {
    env: { BASE_URL: stack.url, npm_config_offline: 'true' },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/candidates\.csv: completed\n40 rows read, 40 scored, 0 refused/);
  expect(stdout).toContain('\n1 appeared, 1 gone, 0 with another verdict\n');
  const rows = readFileSync(join(folder, 'ranked.csv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(rows).toHaveLength(41);
  const probability = rows[0].split(',').indexOf('probability');
  const probabilities = rows.slice(1).map((row) => Number(row.split(',')[probability]));
  expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  expect(probabilities[0]).toBeGreaterThan(0.5);
  expect(probabilities.at(-1)).toBeLessThan(0.5);
});
