import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { outcome } from './outcome.mjs';

/** Runs vitest once and counts its tests. @param {string[]} args @param {Record<string, string>} [env] */
export async function runVitest(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  const report = join(folder, 'report.json');
  try {
    const { code } = await runShown(
      'node_modules/.bin/vitest',
      ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      { cwd: workspaceRoot, env },
    );
    return read(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(report, code) {
  const {
    numPassedTests: passed = 0,
    numPendingTests,
    numTodoTests,
    testResults,
  } = parse(report) ?? { testResults: [] };
  const failures = testResults.flatMap(failuresOf);
  if (code !== 0 && failures.length === 0) failures.push(`vitest ended with ${code ?? 'no'} code: see its lines above`);
  return outcome({ passed, skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0), failures });
}

/** Its failed tests; a file that could not be loaded, or whose set-up failed, counts as one. */
function failuresOf({ name, status, assertionResults }) {
  const file = relative(workspaceRoot, name);
  const failed = assertionResults
    .filter((test) => test.status === 'failed')
    .map(({ fullName }) => `${file}: ${fullName}`);
  return failed.length === 0 && status === 'failed' ? [file] : failed;
}

function parse(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return undefined; // it ended before it wrote one
  }
}
