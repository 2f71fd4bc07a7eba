import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@exoplanet/contracts';
import type { JobsServer } from '@exoplanet/job-transport';

/** Time between two looks whether something still runs [ms]. */
const LOOK_INTERVAL = 20;

/**
 * Takes no new commands and resolves when none runs any more.
 * @throws AppError CONFLICT when the worker is resumed meanwhile
 */
export async function drain(jobs: JobsServer): Promise<void> {
  jobs.pause();
  while (jobs.activeJobs().length > 0) {
    await wait(LOOK_INTERVAL);
    if (!jobs.isPaused) throw new AppError('CONFLICT', 'The worker was resumed before it was drained');
  }
}
