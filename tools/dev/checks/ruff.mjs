import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { findPython } from '../install/python.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { say } from '../say.mjs';
import { outcome } from './outcome.mjs';
import { skipped } from './skips.mjs';

const VERSION = '0.17.6';
const folder = join(workspaceRoot, '.data', `ruff-${VERSION}`);
const program = join(folder, 'bin/ruff');
const sources = ['tools/training', 'tools/clients', 'tools/bench'];

/**
 * Style and format of every Python file. ruff comes from pip, into a folder that git ignores.
 * @param {{ mayInstall: boolean }} options
 */
export async function checkRuff({ mayInstall }) {
  const python = findPython();
  if (!existsSync(program)) {
    if (!python) return skipped('there is no Python, which ruff is installed with', { possible: false });
    if (mayInstall) install(python);
    if (!existsSync(program)) return skipped(`ruff ${VERSION} could not be installed with pip`, { possible: true });
  }
  const config = ['--config', 'tools/training/pyproject.toml', '--no-cache'];
  const check = await runShown(program, ['check', ...config, '--output-format=concise', ...sources], {
    cwd: workspaceRoot,
  });
  const format = await runShown(program, ['format', ...config, '--check', ...sources], { cwd: workspaceRoot });
  const failures = [
    ...linesOf(check, /^(\S+\.py:\d+.*)$/gm, 'ruff check'),
    ...linesOf(format, /^Would reformat: (.*)$/gm, 'ruff format'),
  ];
  return outcome({ passed: Number(check.code === 0) + Number(format.code === 0), failures });
}

/** @param {string} python */
function install(python) {
  say(`Installing ruff ${VERSION} with pip into .data (--no-install prevents this)`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  spawnSync(python, [...pip, '--target', folder, `ruff==${VERSION}`], { stdio: 'inherit' });
}

/** @param {{ code: number | null, output: string }} run @param {RegExp} finding @param {string} name */
function linesOf({ code, output }, finding, name) {
  if (code === 0) return [];
  const found = [...output.matchAll(finding)].map(([, what]) => `${name}: ${what}`);
  return found.length > 0 ? found : [`${name} ended with code ${code}`];
}
