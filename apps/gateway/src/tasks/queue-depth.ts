import type { JobsClient } from '@exoplanet/job-transport';
import { KINDS } from './kinds';

export type QueueDepth = Awaited<ReturnType<JobsClient['depth']>>;

/** Commands of all kinds by state. */
export async function queueDepth(jobs: JobsClient): Promise<QueueDepth> {
  const depths = await Promise.all(KINDS.map((kind) => jobs.depth(kind)));
  return depths.reduce((sum, depth) => {
    const states = Object.keys(sum) as (keyof QueueDepth)[];
    return Object.fromEntries(states.map((state) => [state, sum[state] + depth[state]])) as unknown as QueueDepth;
  });
}
