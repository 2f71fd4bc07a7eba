import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../processes/run-shown.mjs';
import { say } from '../say.mjs';
import { outcome } from './outcome.mjs';

const training = resolve(workspaceRoot, 'tools/training');
/** Packages whose import has another name. */
const importNames = { 'scikit-learn': 'sklearn' };

/** The tests of the training pipeline, with the Python of its virtual environment or the one on PATH. */
export async function checkPython() {
  if (!existsSync(join(training, 'tests'))) return outcome({});
  const python = [join(training, '.venv/bin/python'), 'python3'].find(hasRequirements);
  if (!python) {
    say('python: skipped, python3 has not what tools/training/requirements.txt names');
    return outcome({ skipped: 1 });
  }
  const folder = mkdtempSync(join(tmpdir(), 'pytest-'));
  try {
    const report = join(folder, 'report.xml');
    const { code } = await runShown(
      python,
      ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests', `--junitxml=${report}`],
      { cwd: training },
    );
    return read(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasRequirements(python) {
  const names = readFileSync(join(training, 'requirements.txt'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').split(/[=<>~ ]/)[0])
    .filter(Boolean)
    .map((name) => importNames[name] ?? name);
  const program = `import importlib.util, sys; sys.exit(0 if all(importlib.util.find_spec(name) for name in ${JSON.stringify(names)}) else 1)`;
  return spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0;
}

function read(report, code) {
  if (!existsSync(report)) return outcome({ failures: [`python: pytest ended with code ${code} and no report`] });
  const text = readFileSync(report, 'utf8');
  const count = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const failures = [...text.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"[^>]*>\s*<(?:failure|error)/g)].map(
    ([, file, name]) => `${file}: ${name}`,
  );
  return outcome({
    passed: count('tests') - count('failures') - count('errors') - count('skipped'),
    failed: count('failures') + count('errors'),
    skipped: count('skipped'),
    failures,
  });
}
