import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Process } from '../stack';

const ROOT = '/sys/fs/cgroup/memory';

/** A limit on the memory of one process and its children together, as a container has it: a control group of Linux (v1). */
export class MemoryLimit {
  private readonly folder: string;

  /** No limit yet. @param member whose memory counts from now on */
  constructor(member: Process) {
    this.folder = join(ROOT, `exoplanet-${member.pid}`);
    mkdirSync(this.folder);
    writeFileSync(join(this.folder, 'cgroup.procs'), String(member.pid));
  }

  /** @param limit beyond which the kernel kills [MiB] */
  set(limit: number): void {
    writeFileSync(join(this.folder, 'memory.limit_in_bytes'), `${limit}M`);
  }

  /** Processes that the kernel has killed for lack of memory. */
  get kills(): number {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(this.folder, 'memory.oom_control'), 'utf8'))![1]);
  }

  /** To be called when all processes in it have ended. */
  remove(): void {
    rmdirSync(this.folder);
  }
}
