import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess } from '../../dev/processes/end-process.mjs';

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

  /** Its exit code; what it wrote is in `output` by then. */
  ended() {
    return new Promise((resolve) => {
      if (this.#process.stdout.closed && this.#process.stderr.closed) resolve(this.#process.exitCode);
      else this.#process.once('close', resolve);
    });
  }

  /** Waits until `check` gives something. @throws {Error} with its output when it ends before, or takes too long */
  async until(what, check, { seconds = 60, every = 5 } = {}) {
    const deadline = Date.now() + seconds * 1000;
    while (Date.now() < deadline) {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null)
        throw new Error(`${this.name} ended before it ${what}:\n${this.#output}`);
      const found = await Promise.resolve(check()).catch(() => undefined);
      if (found) return found;
      await delay(every);
    }
    throw new Error(`${this.name} has not ${what} after ${seconds} s:\n${this.#output}`);
  }

  /** Processor time that it has taken [ms]; NaN where the system does not tell. */
  get cpuMs() {
    return cpuMs(this.pid);
  }

  /** Resident memory [MB]; NaN where the system does not tell. */
  get residentMb() {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(procFile(this.pid, 'status'))?.[1] ?? NaN) / 1024;
  }

  stop() {
    return endProcess(this.#process, 15_000);
  }
}

/** Processor time of a process [ms]; NaN where the system does not tell. */
export function cpuMs(pid) {
  const fields = procFile(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // No Linux.
  }
}
