import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';
import { lint } from '../dev/checks/whole-tree.mjs';

const settings = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json', 'eslint.config.mjs'];
const allowed = 'libs/light-curve/src/index.ts';
const unlisted = 'libs/contracts/src/index.ts';
const banned = 'libs/contracts/src/queue.ts';

/** A copy of the workspace's settings and projects with sources of the test: the real sources are never touched. */
let workspace: string;
let report: string;

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'boundaries-'));
  for (const file of [...settings, ...projectFiles()]) copy(file);
  symlinkSync(join(workspaceRoot, 'node_modules'), join(workspace, 'node_modules'));
  write('libs/platform/src/index.ts', 'export const nothing = 0;\n');
  write(allowed, "export { nothing } from '@exoplanet/contracts';\n");
  write(unlisted, "export { nothing } from '@exoplanet/platform';\n");
  write(banned, "export { Queue } from 'bullmq';\n");
  const { output } = await lint(workspace, ['libs/light-curve', 'libs/contracts']);
  report = stripVTControlCharacters(output);
}, 180_000);

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

describe('the module boundaries, as ./test.sh lint checks them,', () => {
  it('are checked at all: ESLint has the project graph of Nx', () => {
    expect(report).not.toContain('No cached ProjectGraph');
  });

  it('allow an import that the scope may have', () => {
    expect(errorsOf(allowed)).toEqual([]);
  });

  it('refuse an import of a scope that is not listed', () => {
    expect(errorsOf(unlisted)).toEqual([
      'A project tagged with "scope:contracts" can only depend on libs tagged with "scope:contracts"  @nx/enforce-module-boundaries',
    ]);
  });

  it('refuse a package that is banned for the scope', () => {
    expect(errorsOf(banned)).toEqual([
      'A project tagged with "scope:contracts" is not allowed to import "bullmq"  @nx/enforce-module-boundaries',
    ]);
  });
});

/** The errors of one file: the lines `1:1  error  ...` below its name. */
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
