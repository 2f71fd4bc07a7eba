import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { nx, nxEnvironment } from './nx-target.mjs';
import { outcome } from './outcome.mjs';

const plain = { NO_COLOR: '1', FORCE_COLOR: '0' };

/**
 * Runs one tool over the whole tree. It counts as one test, and as one failure for each finding.
 * @param {string} name
 * @param {string} program below node_modules/.bin
 * @param {string[]} args
 * @param {RegExp} finding what a finding looks like in the output: one line each, its first group names it
 */
async function checkTree(name, program, args, finding) {
  const { code, output } = await runShown(`node_modules/.bin/${program}`, args, { cwd: workspaceRoot, env: plain });
  if (code === 0) return outcome({ passed: 1 });
  const found = [...output.matchAll(finding)].map(([, what]) => `${name}: ${what.trim()}`);
  return outcome({ failures: found.length > 0 ? found : [`${name}: ended with code ${code}, see its lines above`] });
}

export const checkFormat = () => checkTree('format', 'prettier', ['--check', '.'], /^\[warn\] (\S+)$/gm);

export const checkImports = () =>
  checkTree('imports', 'depcruise', ['apps', 'libs', 'tools'], /^\s*error (\S+: .*)$/gm);

export const checkUnused = () =>
  checkTree('unused', 'knip', ['--no-progress'], /^(?!Unused|Unlisted|Unresolved)(\S+.*)$/gm);

/** In two processes one after the other: the types of the whole tree at once need more than 4 GB. */
export async function checkLint() {
  const apps = await lint(workspaceRoot, ['apps']);
  const rest = await lint(workspaceRoot, ['.', '--ignore-pattern', 'apps/**']);
  const failures = [...apps.failures, ...rest.failures];
  return failures.length === 0 ? outcome({ passed: 1 }) : outcome({ failures });
}

/**
 * ESLint over folders of a workspace in one process. Nx writes its project graph first: without it, the rule about
 * module boundaries checks nothing and only prints a warning.
 * @param {string} root
 * @param {string[]} folders and other arguments of ESLint
 * @returns {Promise<{ output: string, failures: string[] }>} failures: one line for each file
 */
export async function lint(root, folders) {
  const graph = await runShown(nx, ['graph', '--file=.nx/graph.json'], { cwd: root, env: nxEnvironment });
  if (graph.code !== 0) throw new Error(`nx graph ended with ${graph.code}`);
  const { code, output } = await runShown('node_modules/.bin/eslint', ['--max-warnings=0', ...folders], {
    cwd: root,
    env: { ...plain, ...nxEnvironment },
  });
  if (output.includes('No cached ProjectGraph'))
    return { output, failures: ['lint: module boundaries were not checked'] };
  const files = [...output.matchAll(/^(\/\S+)$/gm)].map(([, file]) => `lint: ${file.replace(`${root}/`, '')}`);
  return { output, failures: code === 0 ? [] : files.length > 0 ? files : [`lint: eslint ended with ${code}`] };
}
