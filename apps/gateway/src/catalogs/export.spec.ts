import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { exportOf } from './export';
import type { ReadableCatalog } from './readable-catalogs';

/** A catalogue of one column and two groups of rows, and how often its rows were closed. */
function openCatalog() {
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
          yield [['1']];
          yield await Promise.resolve([['2']]);
        } finally {
          state.closed++;
        }
      },
    },
  } as unknown as ReadableCatalog;
  return { open, state };
}

describe('an export', () => {
  it('closes its rows where the caller is gone before the first byte', async () => {
    const { open, state } = openCatalog();
    const { stream } = await exportOf(open, { format: 'csv' });
    stream.destroy();
    await once(stream, 'close');
    await expect.poll(() => state.closed).toBe(1);
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
