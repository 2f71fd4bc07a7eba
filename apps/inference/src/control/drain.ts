import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@exoplanet/contracts';
import type { JobsServer } from '@exoplanet/job-transport';

/** Time between two checks for running commands [ms]. */
const CHECK_INTERVAL = 20;

/**
 * Stops starting commands and resolves when none runs any more.
 * @throws AppError CONFLICT when the worker is resumed in the meantime
 */
export async function drain(jobs: JobsServer): Promise<void> {
  jobs.pause();
  while (jobs.activeJobs().length > 0) {
    await wait(CHECK_INTERVAL);
    if (!jobs.isPaused) throw new AppError('CONFLICT', 'The worker was resumed before it was drained');
  }
}
