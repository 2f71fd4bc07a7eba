import { setTimeout as delay } from 'node:timers/promises';

/** Thrown by a condition that can no longer come true, for example because a process has ended: `until` stops waiting. */
export class UnreachableConditionError extends Error {}

/**
 * Checks a condition again and again until it gives a value that is true, and returns that value. An error that the
 * condition throws counts as "not yet", except `UnreachableConditionError`.
 * @template T
 * @param {string} what stands in the error, as in "the worker to be ready"
 * @param {() => T | Promise<T>} condition
 * @param {{ seconds?: number, everyMs?: number, signal?: AbortSignal }} [options] seconds: how long to wait (default 20); everyMs: pause between two checks (default 50)
 * @returns {Promise<T>}
 * @throws {Error} after that time, with the last error of the condition as its cause
 */
export async function until(what, condition, { seconds = 20, everyMs = 50, signal } = {}) {
  const deadline = performance.now() + seconds * 1000;
  /** @type {unknown} */
  let last;
  do {
    signal?.throwIfAborted();
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      if (error instanceof UnreachableConditionError) throw error;
      last = error;
    }
    await delay(everyMs);
  } while (performance.now() < deadline);
  const reason = last instanceof Error ? `: ${last.message}` : '';
  throw new Error(`waited ${seconds} s for ${what}${reason}`, { cause: last });
}
