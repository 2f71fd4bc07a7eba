import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { isMet } from '../requirements.mjs';
import { outcome } from './outcome.mjs';
import { underCI, unjustifiedSkips } from './skips.mjs';

/** @typedef {{ fullName: string, status: string }} TestResult */
/** @typedef {{ name: string, status: string, assertionResults: TestResult[] }} FileResult name: absolute path */

/**
 * Runs vitest once and counts its tests.
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export async function runVitest(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  const report = join(folder, 'report.json');
  try {
    const { code } = await runShown(
      'node_modules/.bin/vitest',
      ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      { cwd: workspaceRoot, env },
    );
    return readReport(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} report @param {number | null} code */
function readReport(report, code) {
  const files = parseReport(report);
  const namesWith = (/** @type {string[]} */ ...states) =>
    files.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => states.includes(status)).map(({ fullName }) => fullName),
    );
  const skipped = namesWith('pending', 'skipped', 'todo');
  const failures = files.flatMap(failuresOf);
  if (code !== 0 && failures.length === 0) failures.push(`vitest ended with ${code ?? 'no'} code: see its lines above`);
  if (underCI) failures.push(...unjustifiedSkips(skipped, isMet));
  return outcome({ passed: namesWith('passed').length, skipped: skipped.length, failures });
}

/** The failed tests of a file; a file that could not be loaded, or whose set-up failed, counts as one. @param {FileResult} result */
function failuresOf({ name, status, assertionResults }) {
  const file = relative(workspaceRoot, name);
  const failed = assertionResults
    .filter((test) => test.status === 'failed')
    .map(({ fullName }) => `${file}: ${fullName}`);
  return failed.length === 0 && status === 'failed' ? [file] : failed;
}

/** @param {string} report @returns {FileResult[]} none when vitest ended before it wrote a report */
function parseReport(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return [];
  }
}
