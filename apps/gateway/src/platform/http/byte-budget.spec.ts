import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ByteBudget, ByteGate } from './byte-budget';

describe('a byte budget', () => {
  it('rejects what would exceed it until something is given back', () => {
    const budget = new ByteBudget(100, 'bodies');
    budget.take(60);
    expect(() => budget.take(41)).toThrow('60 of 100');
    budget.take(40);
    budget.give(60);
    budget.take(60);
  });
});

describe('a byte gate', () => {
  it('lets work in while there is room, in order, and larger work alone', async () => {
    const gate = new ByteGate(100);
    const started: string[] = [];
    const finish = new Map<string, () => void>();
    const run = (name: string, bytes: number) =>
      gate.run(bytes, () => {
        started.push(name);
        return new Promise<void>((done) => finish.set(name, done));
      });
    const all = [run('a', 60), run('b', 50), run('c', 30), run('large', 500)];
    await turn();
    expect(started).toEqual(['a']);
    finish.get('a')!();
    await turn();
    expect(started).toEqual(['a', 'b', 'c']);
    finish.get('b')!();
    await turn();
    expect(started).not.toContain('large');
    finish.get('c')!();
    await turn();
    expect(started).toEqual(['a', 'b', 'c', 'large']);
    finish.get('large')!();
    await Promise.all(all);
  });

  it('goes on after work that fails', async () => {
    const gate = new ByteGate(10);
    await expect(gate.run(10, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await gate.run(10, () => Promise.resolve('next'))).toBe('next');
  });
});
