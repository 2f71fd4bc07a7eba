import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { endProcess } from '../dev/processes/end-process.mjs';
import { UnreachableConditionError, until } from '../dev/until.mjs';

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** A process that a benchmark started. */
export class Child {
  #process;
  #output = '';

  /**
   * @param {string} name
   * @param {string} command
   * @param {string[]} args
   * @param {{ env?: Record<string, string>, cwd?: string }} [options] env: added to our own
   */
  constructor(name, command, args, { env = {}, cwd } = {}) {
    this.name = name;
    this.#process = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.on('data', (data) => (this.#output += data));
  }

  /** @param {string} name @param {string[]} args @param {{ env?: Record<string, string>, cwd?: string }} [options] */
  static node(name, args, options) {
    return new Child(name, process.execPath, args, options);
  }

  get pid() {
    return this.#process.pid;
  }

  /** What it has written since its start. */
  get output() {
    return this.#output;
  }

  /** Its exit code; `output` is complete by then. @returns {Promise<number | null>} */
  ended() {
    return new Promise((resolve) => {
      if (this.#process.stdout.closed && this.#process.stderr.closed) resolve(this.#process.exitCode);
      else this.#process.once('close', resolve);
    });
  }

  /**
   * Waits until a condition holds.
   * @param {string} what
   * @param {() => Promise<boolean>} condition
   * @param {{ everyMs?: number }} [options]
   * @throws {Error} with its output when it ends before, or takes longer than a minute
   */
  async until(what, condition, { everyMs = 5 } = {}) {
    const check = () => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null)
        throw new UnreachableConditionError(`${this.name} ended:\n${this.#output}`);
      return condition();
    };
    await until(`${this.name} ${what}`, check, { seconds: 60, everyMs });
  }

  /** Processor time that it has used [ms]; NaN where the system has no /proc. */
  get cpuMs() {
    return cpuMs(this.pid);
  }

  /** Resident memory [MB]; NaN where the system has no /proc. */
  get residentMb() {
    return residentMb(this.pid);
  }

  /** Resident memory of the process and of all that it started [MB]; NaN where the system has no /proc. */
  get residentMbOfTree() {
    return sumOfTree(this.pid, residentMb);
  }

  stop() {
    return endProcess(this.#process, 15_000);
  }
}

/** Processor time of a process [ms]; NaN where the system has no /proc. @param {number | undefined} pid */
export function cpuMs(pid) {
  const fields = procFile(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

/** Processor time of a process and of all that it started [ms]; NaN where the system has no /proc. @param {number | undefined} pid */
export const cpuMsOfTree = (pid) => sumOfTree(pid, cpuMs);

/** @param {number | undefined} pid */
function residentMb(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(procFile(pid, 'status'))?.[1] ?? NaN) / 1024;
}

/**
 * @param {number | undefined} pid
 * @param {(pid: number | undefined) => number} measure
 * @returns {number}
 */
function sumOfTree(pid, measure) {
  if (pid === undefined) return NaN;
  const children = procFile(pid, `task/${pid}/children`).split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + (sumOfTree(Number(child), measure) || 0), measure(pid));
}

/** @param {number | undefined} pid @param {string} name */
function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // not Linux
  }
}
