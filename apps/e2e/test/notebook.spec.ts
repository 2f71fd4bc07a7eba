import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '@exoplanet/dev';
import { runCommand } from '../src/program';
import { Stack } from '../src/stack';

describe.skipIf(isMissing('python3'))('the Python notebook (needs python3)', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start();
  }, 60_000);
  afterAll(() => stack?.stop());

  it('runs from the first cell to the last against a running system', async () => {
    const { code, stdout, stderr } = await runCommand(
      'python3',
      ['tools/clients/run_notebook.py', 'tools/clients/exoplanet.ipynb'],
      { env: { BASE_URL: stack.url } },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^K00752\.01: (likely_planet|likely_false_positive|undecided), probability \d\.\d{3}$/m);
    expect(stdout).toMatch(/^impossible: refused, period must be greater than 0$/m);
    expect(stdout).toMatch(/^400 VALIDATION_FAILED - /m);
    expect(stdout).toMatch(/^period 3\.(49|50)\d* ± /m);
  }, 60_000);
});
