import { spawnSync } from 'node:child_process';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { outcome } from './outcome.mjs';

export const nx = 'node_modules/.bin/nx';
/** Plain text without a daemon, because the output is read. */
export const nxEnvironment = { NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };

/**
 * Runs one Nx target of every project that has it; each project counts as one test.
 * @param {string} target
 */
export async function checkTarget(target) {
  const projects = projectsWith(target);
  if (projects.length === 0) return outcome({ failures: [`no project has the target ${target}`] });
  const { code, output } = await runShown(nx, ['run-many', '-t', target, '--parallel=2', '--output-style=static'], {
    cwd: workspaceRoot,
    env: nxEnvironment,
  });
  const failures = code === 0 ? [] : failedTasks(output);
  if (code !== 0 && failures.length === 0)
    return outcome({ failures: [`${target}: nx ended with ${code ?? 'no'} code`] });
  return outcome({ passed: projects.length - failures.length, failures });
}

/** @param {string} target @returns {string[]} */
function projectsWith(target) {
  const { status, stdout, stderr } = spawnSync(nx, ['show', 'projects', '--with-target', target, '--json'], {
    cwd: workspaceRoot,
    env: { ...process.env, ...nxEnvironment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`nx show projects failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** The `project:target` lines below Nx's closing "Failed tasks:". @param {string} output */
function failedTasks(output) {
  const [, list = ''] = output.split(/^Failed tasks:$/m);
  return [...list.matchAll(/^- (\S+:\S+)$/gm)].map(([, task]) => task);
}
