import { spawnSync } from 'node:child_process';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { outcome } from './outcome.mjs';

const nx = 'node_modules/.bin/nx';
/** Plain text, for it is read: under CI Nx would colour it. */
const env = { NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };

/** Runs one Nx target of every project that has it; each project counts as one test. */
export async function checkTarget(target) {
  const projects = projectsWith(target);
  if (projects.length === 0) return outcome({});
  const { code, output } = await runShown(nx, ['run-many', '-t', target, '--parallel=2', '--output-style=static'], {
    cwd: workspaceRoot,
    env,
  });
  const failures = code === 0 ? [] : failedTasks(output);
  if (code !== 0 && failures.length === 0)
    return outcome({ failures: [`${target}: nx ended with ${code ?? 'no'} code`] });
  return outcome({ passed: projects.length - failures.length, failures });
}

function projectsWith(target) {
  const { status, stdout, stderr } = spawnSync(nx, ['show', 'projects', '--with-target', target, '--json'], {
    cwd: workspaceRoot,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`nx show projects failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** The `project:target` lines below Nx's closing "Failed tasks:". */
function failedTasks(output) {
  const [, list = ''] = output.split(/^Failed tasks:$/m);
  return [...list.matchAll(/^- (\S+:\S+)$/gm)].map(([, task]) => task);
}
