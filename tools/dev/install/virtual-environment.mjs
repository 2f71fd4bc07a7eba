import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runStep } from '../processes/run-step.mjs';
import { say } from '../say.mjs';

/**
 * Makes the virtual environment `FOLDER/.venv` with the packages of `FOLDER/requirements.txt`.
 * @param {string} python3 Python 3.11 or newer @param {string} folder below the workspace's root
 */
export async function makeVirtualEnvironment(python3, folder) {
  say(`Installing the Python packages of ${folder} into its .venv, which takes some minutes`);
  const cwd = resolve(workspaceRoot, folder);
  const python = join(cwd, '.venv/bin/python');
  const install = (/** @type {string[]} */ ...what) =>
    runStep(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...what], { cwd });
  await runStep(python3, ['-m', 'venv', '.venv'], { cwd });
  // First and alone, as requirements.txt asks where it names it.
  const torch = /^torch==\S+/m.exec(readFileSync(join(cwd, 'requirements.txt'), 'utf8'))?.[0];
  if (torch) await install(torch);
  await install('--requirement', 'requirements.txt');
}
