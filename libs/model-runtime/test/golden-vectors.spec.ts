import { describe, expect, it } from 'vitest';
import { readCard } from '../src/model/card-file';
import { checkGolden } from '../src/model/golden';
import { ExecutionProviders } from '../src/session/execution-providers';
import { OnnxSession } from '../src/session/onnx-session';
import { everyModel } from './model-folders';

describe('serving answers what training computed (PyTorch and LightGBM; scikit-learn for the forest)', () => {
  it.each(everyModel())('$name: probabilities within 1e-6, and the same kinds of input', async ({ folder }) => {
    const card = await readCard(folder);
    const session = await OnnxSession.open(folder, card, new ExecutionProviders(['cpu'], () => undefined));
    await expect(checkGolden(folder, card, session, 1e-6)).resolves.toBeUndefined();
    await session.release();
  });
});
