import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * Number of whole cores that this process may use: the cores it can be scheduled on, or the container's CPU quota if that is
 * less. ONNX Runtime sees only the machine's cores, so in a container with a quota it would start too many threads.
 * @param root mount point of the control groups
 */
export function cpuLimit(root = '/sys/fs/cgroup'): number {
  const cores = availableParallelism();
  const quota = quotaV2(root) ?? quotaV1(root) ?? cores;
  return Math.max(1, Math.min(cores, Math.floor(quota)));
}

/** Quota in cores from `cpu.max`, "<quota|max> <period>" in microseconds. */
function quotaV2(root: string): number | undefined {
  const [quota, period] = (read(join(root, 'cpu.max')) ?? '').split(' ').map(Number);
  return cores(quota, period);
}

/** Quota in cores from `cpu.cfs_quota_us` (-1: none) and `cpu.cfs_period_us`. */
function quotaV1(root: string): number | undefined {
  const [quota, period] = ['quota', 'period'].map((name) => Number(read(join(root, 'cpu', `cpu.cfs_${name}_us`))));
  return cores(quota, period);
}

const cores = (quota: number, period: number): number | undefined =>
  quota > 0 && period > 0 ? quota / period : undefined;

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // Another version of control groups, or not Linux.
  }
}
