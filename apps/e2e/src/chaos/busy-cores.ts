import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Keeps every core of the machine busy. @returns ends it */
export function keepCoresBusy(): () => Promise<void> {
  const threads = Array.from({ length: availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
  return async () => {
    await Promise.all(threads.map((thread) => thread.terminate()));
  };
}
