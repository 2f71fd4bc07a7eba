import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Ends the processes that it holds when we end without having done so, even by SIGKILL: a small process of its own
 * watches the pipe that we keep open.
 */
export class Leash {
  #watcher = spawn(process.execPath, [resolve(import.meta.dirname, 'leash.program.mjs')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true, // Ctrl-C and a closed terminal end us, and must not end the one that cleans up after us.
  });

  constructor() {
    this.#watcher.unref();
    this.#watcher.stdin.unref();
    this.#watcher.stdin.on('error', () => {}); // it ended first: nothing is left to hold
  }

  /** @param {number} pid @param {{ last?: boolean }} [options] last: ends after all others have ended, as Redis must */
  hold(pid, { last = false } = {}) {
    this.#watcher.stdin.write(`hold ${pid} ${last ? 'last' : 'first'}\n`);
  }

  release(pid) {
    this.#watcher.stdin.write(`release ${pid}\n`);
  }
}
