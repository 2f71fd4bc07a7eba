import { describe, expect, it, onTestFinished } from 'vitest';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { AnalysisPool } from '../src/light-curves/analysis-pool';

const MB = 1e6;
const filename = new URL('./hungry.thread.mjs', import.meta.url).href;

/** A pool whose threads use up memory instead of analysing. */
function hungryPool(): { run: (kind: 'heap' | 'arrays' | 'nothing') => Promise<unknown>; maxMemory: number } {
  const maxMemory = process.memoryUsage.rss() + 500 * MB;
  const pool = new AnalysisPool({ filename, maxHeap: 64, maxMemory });
  onTestFinished(() => pool.onApplicationShutdown());
  const { signal } = new AbortController();
  return { run: (kind) => pool.run(kind as unknown as AnalyzeCommand, signal, () => undefined), maxMemory };
}

describe('the analysis of a light curve that needs too much memory', () => {
  it.each(['heap', 'arrays'] as const)('fails as too large, and the worker goes on: %s', async (kind) => {
    const { run, maxMemory } = hungryPool();
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
    await expect(run(kind)).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
    clearInterval(watch);
    expect(peak).toBeLessThan(maxMemory + 1000 * MB);
    expect(await run('nothing')).toEqual({ ok: false, refused: [] });
  });

  it('gives way to an older one, to be tried again', async () => {
    const { run } = hungryPool();
    const older = run('arrays');
    await expect(run('arrays')).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    await expect(older).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  });
});
