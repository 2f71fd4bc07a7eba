import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { findPython } from '../install/python.mjs';
import { makeVirtualEnvironment } from '../install/virtual-environment.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { outcome } from './outcome.mjs';
import { skipped, underCI } from './skips.mjs';

const training = resolve(workspaceRoot, 'tools/training');
const requirements = join(training, 'requirements.txt');
const venv = join(training, '.venv');
/** Packages that are imported by another name. @type {Record<string, string>} */
const importNames = { 'scikit-learn': 'sklearn' };

/**
 * The tests of the training pipeline, with the Python of its virtual environment or the one on PATH. Under CI the
 * virtual environment is made first; elsewhere that is left to the developer, because its packages take about 1.5 GB.
 * @param {{ mayInstall: boolean }} options
 */
export async function checkPython({ mayInstall }) {
  const python3 = findPython();
  if (!python3) return skipped('there is no Python 3.11 or newer', { possible: false });
  const find = () => [join(venv, 'bin/python'), python3].find(hasRequirements);
  if (!find() && underCI && mayInstall) await makeVirtualEnvironment(python3, 'tools/training');
  const python = find();
  if (!python)
    return skipped('the Python packages of tools/training are missing: its README says how to install them', {
      possible: true,
    });
  const folder = mkdtempSync(join(tmpdir(), 'pytest-'));
  try {
    const report = join(folder, 'report.xml');
    const { code } = await runShown(
      python,
      ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests', `--junitxml=${report}`],
      { cwd: training },
    );
    return readReport(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} python */
function hasRequirements(python) {
  const names = readFileSync(requirements, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').split(/[=<>~; ]/)[0])
    .filter(Boolean)
    .map((name) => importNames[name] ?? name.replaceAll('-', '_'));
  const program = `import importlib.util, sys; sys.exit(0 if all(importlib.util.find_spec(name) for name in ${JSON.stringify(names)}) else 1)`;
  return spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0;
}

/** @param {string} report JUnit XML @param {number | null} code */
function readReport(report, code) {
  if (!existsSync(report)) return outcome({ failures: [`python: pytest ended with code ${code} and no report`] });
  const text = readFileSync(report, 'utf8');
  const count = (/** @type {string} */ name) =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const casesWith = (/** @type {string} */ element) =>
    [...text.matchAll(new RegExp(`<testcase classname="([^"]*)" name="([^"]*)"[^>]*>\\s*<(?:${element})`, 'g'))].map(
      ([, file, name]) => `${file}: ${name}`,
    );
  const failures = casesWith('failure|error');
  const failed = count('failures') + count('errors');
  return outcome({
    passed: count('tests') - failed - count('skipped'),
    failed,
    skipped: count('skipped'),
    failures,
  });
}
