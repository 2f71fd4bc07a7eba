import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LoadedModel } from '../src/models/loaded-model';
import { ExecutionProviders } from '../src/sessions/execution-providers';
import { everyModel } from './model-folders';

describe('serving answers what training computed (PyTorch and LightGBM; scikit-learn for the forest)', () => {
  it.each(everyModel())('$name: probabilities within 1e-6, which every load checks', async ({ folder }) => {
    expect(existsSync(join(folder, 'golden.json'))).toBe(true);
    const model = await LoadedModel.load(folder, new ExecutionProviders(['cpu'], () => undefined), 1, {});
    model.retire();
  });
});
