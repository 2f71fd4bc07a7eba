import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exportOf } from './export';
import type { ReadableCatalog } from './readable-catalogs';

/** A catalogue of one column and some groups of rows, and how often its rows were closed. */
function openCatalog(groups = 2) {
  const state = { closed: 0 };
  const open = {
    catalog: { spec: { name: 'made.csv', catalog_id: 'i1', created_at: '2026-01-01', upload: { sha256: '0' } } },
    content: {},
    table: {
      kind: 'koi',
      rows: 2,
      refused: 0,
      columns: [{ name: 'period', role: 'kept', type: 'number' }],
      detection: { columns: [] },
    },
    queries: {
      async *exported() {
        try {
          for (let group = 1; group <= groups; group++) yield await Promise.resolve([[String(group)]]);
        } finally {
          state.closed++;
        }
      },
    },
  } as unknown as ReadableCatalog;
  return { open, state };
}

describe('an export', () => {
  afterEach(() => void vi.useRealTimers());

  it('closes its rows where the caller is gone before the first byte', async () => {
    const { open, state } = openCatalog();
    const { stream } = await exportOf(open, { format: 'csv' });
    stream.destroy();
    await once(stream, 'close');
    await expect.poll(() => state.closed).toBe(1);
  });

  it('ends where its reader takes nothing for two minutes, and not before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { open, state } = openCatalog(100_000);
    const { stream } = await exportOf(open, { format: 'csv' });
    const ended = once(stream, 'error');
    for (let read = 0; read < 3; read++) {
      await once(stream, 'readable');
      while (stream.read() !== null);
      await vi.advanceTimersByTimeAsync(119_000);
    }
    expect(state.closed).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(String(await ended)).toContain('two minutes');
    await vi.waitFor(() => expect(state.closed).toBe(1));
  });

  it('closes its rows once where it is read to its end', async () => {
    const { open, state } = openCatalog();
    const { stream, name } = await exportOf(open, { format: 'csv' });
    const text = (await stream.toArray()).join('');
    expect(name).toBe('made-scored.csv');
    expect(text).toMatch(/\nperiod,/);
    expect(state.closed).toBe(1);
  });
});
