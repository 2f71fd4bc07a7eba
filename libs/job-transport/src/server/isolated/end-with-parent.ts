import { Worker } from 'node:worker_threads';

const PARENT_CHECK = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), 1000)`;

/**
 * Ends this process when the worker that started it has ended, even while a handler blocks the event loop. Signals to the
 * process group are ignored here, because the worker handles them.
 */
export function endWithParent(): void {
  // The worker may have ended while this program was loaded.
  if (!process.connected) process.exit();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  new Worker(PARENT_CHECK, { eval: true }).unref();
}
