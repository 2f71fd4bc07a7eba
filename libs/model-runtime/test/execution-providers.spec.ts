import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExecutionProviders } from '../src/session/execution-providers';
import { FIXTURES } from './model-folders';

const model = readFileSync(join(FIXTURES, 'tabular/1/model.onnx'));

/** Where CUDA is installed there is nothing to give up, and only the first test says something. */
describe('an execution provider', () => {
  const warnings: string[] = [];
  const providers = new ExecutionProviders(['cuda', 'cpu'], (message) => warnings.push(message));

  it('is kept when no provider can load the file', async () => {
    await expect(providers.open(Buffer.from('not a model'), {})).rejects.toThrow();
    expect(warnings).toEqual([]);
  });

  it('is dropped with one warning when another one opens the file', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => providers.open(model, {})));
    const { provider } = opened[0];
    expect(opened.map((each) => each.provider)).toEqual([provider, provider, provider]);
    if (provider === 'cpu')
      expect(warnings).toEqual([
        expect.stringMatching(/^the execution provider cuda cannot be used .*cpu runs the models$/),
      ]);
    for (const { session } of opened) await session.release();
  });
});
