import { describe, expect, it } from 'vitest';
import { type CandidateRow, DIAGNOSTICS, MAX_VALUE, MEASUREMENTS, SOURCES, toTable } from '@exoplanet/contracts';
import { LoadedModel } from '../src/model/loaded-model';
import { ExecutionProviders } from '../src/session/execution-providers';
import { everyModel } from './model-folders';

/** Rows that pass the checks of a request and are as far out as these allow. */
function extremeRows(): CandidateRow[] {
  return SOURCES.flatMap((source) =>
    [MAX_VALUE, -MAX_VALUE, 1e-30, 0].map((value) => {
      const row: CandidateRow = { source };
      for (const { name, errors, minimum = -MAX_VALUE, maximum = MAX_VALUE, exclusive_minimum } of MEASUREMENTS) {
        row[name] = Math.min(Math.max(value, exclusive_minimum === undefined ? minimum : 1e-30), maximum);
        if (errors) row[`${name}_err`] = Math.abs(value);
      }
      row.diagnostics = Object.fromEntries(
        DIAGNOSTICS.map(({ name, minimum = -MAX_VALUE }) => [name, Math.max(value, minimum)]),
      );
      return row;
    }),
  );
}

describe('every value that a request may have gets a finite answer', () => {
  it.each(everyModel().filter(({ name }) => name !== 'made baseline@1'))('$name', async ({ folder }) => {
    const model = await LoadedModel.load(folder, { providers: new ExecutionProviders(['cpu'], () => undefined) });
    const { logOdds, distance } = await model.use(() => model.queue.score(model.featuresOf(toTable(extremeRows()))));
    expect([...logOdds, ...distance].filter((value) => !Number.isFinite(value))).toEqual([]);
    model.retire();
  });
});
