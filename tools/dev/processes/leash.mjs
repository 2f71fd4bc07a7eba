import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Ends the processes that it holds when our process ends without having done so, even by SIGKILL: a small watcher process
 * reads from a pipe that we keep open, and acts when the pipe closes.
 */
export class Leash {
  #watcher = spawn(process.execPath, [resolve(import.meta.dirname, 'leash.program.mjs')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true, // Ctrl-C and a closed terminal end us, and must not end the watcher, which cleans up after us.
  });

  constructor() {
    this.#watcher.unref();
    /** @type {import('node:net').Socket} */ (this.#watcher.stdin).unref();
    this.#watcher.stdin.on('error', () => undefined); // the watcher has ended
  }

  /** @param {number} pid @param {{ last?: boolean }} [options] last: ends after all others have ended, as Redis must */
  hold(pid, { last = false } = {}) {
    this.#watcher.stdin.write(`hold ${pid} ${last ? 'last' : 'first'}\n`);
  }

  /** @param {number} pid */
  release(pid) {
    this.#watcher.stdin.write(`release ${pid}\n`);
  }
}
