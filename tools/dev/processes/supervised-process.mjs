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
 * @property {boolean} [last] ends after the others when our process is killed
 * @property {number} [firstDelayMs] wait before the first restart, doubled for each further one (default 500)
 * @property {number} [maxDelayMs] (default 30,000)
 * @property {number} [stableMs] after a run of this length the delay begins at `firstDelayMs` again (default 30,000)
 * @property {(deaths: number) => void} [onDeath] deaths: how often it died in a row without a stable run
 */

/** A process that is restarted when it dies, with a longer delay each time. */
export class SupervisedProcess {
  #options;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** @type {NodeJS.Timeout | undefined} */
  #restart;
  #stopping = false;
  #deaths = 0;

  /** @param {SupervisedOptions} options */
  constructor(options) {
    this.#options = { firstDelayMs: 500, maxDelayMs: 30_000, stableMs: 30_000, ...options };
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
    // In a group of its own, so that Ctrl-C reaches only us, and we end the processes in order.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    prefixLines(child.stdout, name);
    prefixLines(child.stderr, name);
    if (child.pid) leash.hold(child.pid, { last });
    const onEnd = (/** @type {string} */ how) => {
      if (child.pid) leash.release(child.pid);
      if (this.#stopping) return;
      this.#deaths = Date.now() - started >= stableMs ? 1 : this.#deaths + 1;
      this.#options.onDeath?.(this.#deaths);
      if (!this.#stopping) this.#scheduleRestart(how);
    };
    child.once('exit', (code, signal) => onEnd(signal ?? `code ${code}`));
    child.once('error', (error) => child.pid === undefined && onEnd(error.message));
  }

  /**
   * Ends it for good.
   * @param {number} deadlineMs it is forced to end after this time
   * @param {AbortSignal} [hurry] forces it to end at once
   */
  async stop(deadlineMs, hurry) {
    this.#stopping = true;
    clearTimeout(this.#restart);
    if (this.#child) await endProcess(this.#child, deadlineMs, hurry);
  }

  /** @param {string} how */
  #scheduleRestart(how) {
    const { name, firstDelayMs, maxDelayMs } = this.#options;
    const delay = Math.min(maxDelayMs, firstDelayMs * 2 ** (this.#deaths - 1));
    say(`${name} ended (${how}); restarting in ${delay / 1000} s`);
    this.#restart = setTimeout(() => this.start(), delay);
  }
}
