import { type BatchResultDto, type PredictionDto, type PredictResult, renderPredictions } from '@exoplanet/contracts';
import type { CounterfactualRow, InputChange } from './counterfactual-rows';
import type { ChangedObject } from './diff';

/** An input that differs, and the model's answer for the earlier row with only this input changed. */
type Moved = (InputChange | { field: 'model'; before: string; after: string }) & {
  probability: number;
  prediction: string;
  /** Change of the log-odds by this input alone. */
  log_odds: number;
  /** Whether this input alone gives the later verdict. */
  gives_verdict: boolean;
};

/** Probabilities, which have six digits, are kept this far from 0 and 1, so that their log-odds are finite. */
const SMALLEST = 5e-7;

/**
 * Which inputs changed each verdict, the one with the largest effect first.
 * @param models of the earlier and the later catalogue
 * @param result answers of the later model to `rows`
 */
export function movedBy(
  objects: readonly ChangedObject[],
  models: { before: string; after: string },
  rows: readonly CounterfactualRow[],
  result: PredictResult,
): Moved[][] {
  const task = { id: '' as never, form: 'batch' as const, rows: rows.length };
  const { predictions } = renderPredictions(result, 0, task) as BatchResultDto & { predictions: PredictionDto[] };
  const moved = objects.map((): Moved[] => []);
  let alone = 0;
  rows.forEach(({ object, change }, index) => {
    const { probability, prediction } = predictions[index];
    const { before, after } = objects[object];
    const answer = (from: number) => ({
      probability,
      prediction,
      log_odds: Number((logOdds(probability) - logOdds(from)).toFixed(4)),
      gives_verdict: prediction === after.prediction,
    });
    if (change) moved[object].push({ ...change, ...answer(alone) });
    else {
      alone = probability;
      if (models.before !== models.after)
        moved[object].push({ field: 'model', ...models, ...answer(before.probability) });
    }
  });
  for (const inputs of moved) inputs.sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds));
  return moved;
}

function logOdds(probability: number): number {
  const p = Math.min(1 - SMALLEST, Math.max(SMALLEST, probability));
  return Math.log(p / (1 - p));
}
