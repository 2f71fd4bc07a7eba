import { describe, expect, it, vi } from 'vitest';
import type { PredictCommand } from '@exoplanet/contracts';
import type { Shutdown } from '../platform/lifecycle/shutdown';
import type { SubmissionsService } from '../submissions/submissions.service';
import type { TasksService } from '../tasks/tasks.service';
import { CatalogPredictor } from './catalog-predictor';

const COMMAND = { options: {}, table: { rows: 1, columns: {} } } as unknown as PredictCommand;

/** A predictor whose task is never finished. */
function unanswered(isStopping: boolean) {
  const cancelFor = vi.fn(() => Promise.resolve());
  const found = { id: 't1', record: { state: 'processing', cancelledParts: [] } };
  const predictor = new CatalogPredictor(
    { submit: () => Promise.resolve(['t1']) } as unknown as SubmissionsService,
    { outcome: () => Promise.resolve(found), cancelFor } as unknown as TasksService,
    { isStopping } as Shutdown,
  );
  return { predictor, cancelFor };
}

describe('a prediction of rows of a catalogue', () => {
  it.each([
    ['after the longest wait', false, 'TASK_TIMEOUT'],
    ['where the process is stopping', true, 'SHUTTING_DOWN'],
  ])('cancels a task that it no longer waits for %s', async (_, isStopping, code) => {
    const { predictor, cancelFor } = unanswered(isStopping);
    const submission = { requestId: 'r1', owner: 'ada', waitMs: 0 };
    await expect(predictor.predict(COMMAND, submission)).rejects.toMatchObject({ code });
    expect(cancelFor).toHaveBeenCalledExactlyOnceWith({ name: 'ada', roles: new Set() }, 't1');
  });
});
