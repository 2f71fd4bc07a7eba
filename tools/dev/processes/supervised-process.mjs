import { spawn } from 'node:child_process';
import { say } from '../say.mjs';
import { endProcess } from './end-process.mjs';
import { prefixLines } from './prefixed-lines.mjs';

/**
 * @typedef {object} SupervisedOptions
 * @property {string} name stands before each line of its output
 * @property {string} command
 * @property {string[]} args
 * @property {string} cwd
 * @property {Record<string, string | undefined>} env
 * @property {import('./leash.mjs').Leash} leash
 * @property {boolean} [last] ends after the others when we are killed
 * @property {number} [firstDelayMs] wait before the first restart, doubled for each further one (default 500)
 * @property {number} [longestDelayMs] (default 30,000)
 * @property {number} [stableMs] a run this long makes the next restart a first one again (default 30,000)
 * @property {(deaths: number) => void} [onDeath] deaths: in a row, none of them after a stable run
 */

/** A process that is started again when it dies, with a longer wait each time. */
export class SupervisedProcess {
  #options;
  #child;
  #restart;
  #stopping = false;
  #deaths = 0;

  /** @param {SupervisedOptions} options */
  constructor(options) {
    this.#options = { firstDelayMs: 500, longestDelayMs: 30_000, stableMs: 30_000, ...options };
  }

  get name() {
    return this.#options.name;
  }

  get pid() {
    return this.#child?.pid;
  }

  start() {
    const { name, command, args, cwd, env, leash, last, stableMs } = this.#options;
    const started = Date.now();
    // In a group of its own: Ctrl-C reaches us alone, and we end the processes in order.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    prefixLines(child.stdout, name);
    prefixLines(child.stderr, name);
    if (child.pid) leash.hold(child.pid, { last });
    const died = (how) => {
      if (child.pid) leash.release(child.pid);
      if (this.#stopping) return;
      this.#deaths = Date.now() - started >= stableMs ? 1 : this.#deaths + 1;
      this.#options.onDeath?.(this.#deaths);
      if (!this.#stopping) this.#startAgain(how);
    };
    child.once('exit', (code, signal) => died(signal ?? `code ${code}`));
    child.once('error', (error) => child.pid === undefined && died(error.message));
  }

  /** Ends it for good. `hurry` forces it at once. */
  async stop(deadlineMs, hurry) {
    this.#stopping = true;
    clearTimeout(this.#restart);
    if (this.#child) await endProcess(this.#child, deadlineMs, hurry);
  }

  #startAgain(how) {
    const { name, firstDelayMs, longestDelayMs } = this.#options;
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (this.#deaths - 1));
    say(`${name} ended (${how}); starting it again in ${delay / 1000} s`);
    this.#restart = setTimeout(() => this.start(), delay);
  }
}
