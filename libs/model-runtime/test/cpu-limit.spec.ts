import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cpuLimit } from '../src';

describe('the CPU limit', () => {
  const root = mkdtempSync(join(tmpdir(), 'cgroup-'));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (file: string, text: string) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  it('is the number of cores without a quota', () => {
    expect(cpuLimit(root)).toBe(availableParallelism());
    write('cpu.max', 'max 100000\n');
    expect(cpuLimit(root)).toBe(availableParallelism());
  });

  it('is the number of whole cores in a quota of control groups 2', () => {
    write('cpu.max', '150000 100000\n');
    expect(cpuLimit(root)).toBe(1);
  });

  it('is the number of whole cores in a quota of control groups 1', () => {
    write('cpu/cpu.cfs_quota_us', '100000\n');
    write('cpu/cpu.cfs_period_us', '100000\n');
    expect(cpuLimit(root)).toBe(1);
    write('cpu/cpu.cfs_quota_us', '-1\n');
    expect(cpuLimit(root)).toBe(availableParallelism());
  });

  it('is at least one core and at most the number of cores', () => {
    write('cpu.max', '20000 100000\n');
    expect(cpuLimit(root)).toBe(1);
    write('cpu.max', '99900000 100000\n');
    expect(cpuLimit(root)).toBe(availableParallelism());
  });
});
