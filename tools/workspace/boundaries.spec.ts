import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';

const settings = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json', 'eslint.config.mjs'];
const allowed = 'libs/light-curve/src/index.ts';
const unlisted = 'libs/contracts/src/index.ts';
const banned = 'libs/contracts/src/queue.ts';

/** A workspace with our settings and projects, and sources of the test's own: the real one is never touched. */
let workspace: string;
let report: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'boundaries-'));
  for (const file of [...settings, ...projectFiles()]) copy(file);
  symlinkSync(join(workspaceRoot, 'node_modules'), join(workspace, 'node_modules'));
  write('libs/platform/src/index.ts', 'export const nothing = 0;\n');
  write(allowed, "export { nothing } from '@exoplanet/contracts';\n");
  write(unlisted, "export { nothing } from '@exoplanet/platform';\n");
  write(banned, "export { Queue } from 'bullmq';\n");
  report = lint('light-curve', 'contracts');
}, 180_000);

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

describe('module boundaries', () => {
  it('let a project import what its scope may', () => {
    expect(errorsOf(allowed)).toEqual([]);
  });

  it('refuse an import of a scope that is not listed', () => {
    expect(errorsOf(unlisted)).toEqual([
      'A project tagged with "scope:contracts" can only depend on libs tagged with "scope:contracts"  @nx/enforce-module-boundaries',
    ]);
  });

  it('refuse a package that the scope has banned', () => {
    expect(errorsOf(banned)).toEqual([
      'A project tagged with "scope:contracts" is not allowed to import "bullmq"  @nx/enforce-module-boundaries',
    ]);
  });
});

/** Lints projects of the copy through Nx: without Nx's project graph ESLint skips the rule and reports nothing. */
function lint(...projects: string[]): string {
  const { stdout } = spawnSync(
    join(workspace, 'node_modules/.bin/nx'),
    ['run-many', '-t', 'lint', '-p', ...projects, '--skip-nx-cache', '--output-style=static'],
    {
      cwd: workspace,
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' },
      encoding: 'utf8',
    },
  );
  expect(stdout).toContain('Running target lint for 2 projects');
  return stripVTControlCharacters(stdout);
}

/** What ESLint says of one file: the lines `1:1  error  ...` below its name. */
function errorsOf(file: string): string[] {
  const [, below = ''] = report.split(`${join(workspace, file)}\n`);
  const lines = below.split('\n');
  const end = lines.findIndex((line) => !/^\s+\d+:\d+/.test(line));
  return lines.slice(0, end).map((line) => line.replace(/^\s+\d+:\d+\s+error\s+/, '').trim());
}

function projectFiles(): string[] {
  return ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(workspaceRoot, folder)).flatMap((project) =>
      ['project.json', 'tsconfig.json'].map((file) => join(folder, project, file)),
    ),
  );
}

function copy(file: string): void {
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  cpSync(join(workspaceRoot, file), join(workspace, file));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  writeFileSync(join(workspace, file), text);
}
