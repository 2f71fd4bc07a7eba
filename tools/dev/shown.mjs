import { AsyncLocalStorage } from 'node:async_hooks';

/** @type {AsyncLocalStorage<(string | Uint8Array)[]>} */
const held = new AsyncLocalStorage();

/**
 * Shows text, or holds it back inside `heldBack`.
 * @param {string | Uint8Array} text
 * @param {NodeJS.WritableStream} [stream]
 */
export function show(text, stream = process.stdout) {
  const texts = held.getStore();
  if (texts) texts.push(text);
  else stream.write(text);
}

/**
 * Does work whose output is shown when it has ended, so that the outputs of works that run side by side do not mix.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function heldBack(work) {
  /** @type {(string | Uint8Array)[]} */
  const texts = [];
  try {
    return await held.run(texts, work);
  } finally {
    for (const text of texts) process.stdout.write(text);
  }
}
