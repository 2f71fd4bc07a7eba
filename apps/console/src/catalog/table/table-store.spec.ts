import { describe, expect, it } from 'vitest';
import { dictionaryColumn, encodeColumns } from '@exoplanet/contracts/columnar';
import { TableStore } from './table-store';

const keyed = (keys: number[]) => ({ name: 'key', type: 'int32' as const, values: Int32Array.from(keys) });
const numbers = (name: string, values: number[]) => ({
  name,
  type: 'float64' as const,
  values: Float64Array.from(values),
});

function storeOf(keys: number[]): TableStore {
  const store = new TableStore('c1');
  const columns = [
    keyed(keys),
    dictionaryColumn(
      'id',
      keys.map((key) => `K${key}`),
    ),
    numbers(
      'period',
      keys.map((key) => key + 0.5),
    ),
    dictionaryColumn(
      'prediction',
      keys.map((key) => (key % 2 ? 'likely_planet' : null)),
    ),
  ];
  store.addColumns(encodeColumns({ rows: keys.length, columns }), 'v1');
  return store;
}

const order = (keys: number[]) => encodeColumns({ rows: keys.length, columns: [keyed(keys), numbers('line', keys)] });

describe('the columns of a catalogue in the worker', () => {
  it.each([
    ['that count from 0', [0, 1, 2, 3, 4, 5]],
    ['with gaps', [2, 3, 5, 7, 11, 13]],
  ])('give the cells of any window of an order, for keys %s', (_, keys) => {
    const store = storeOf(keys);
    const reverse = [...keys].reverse();
    expect(store.addOrder('down', order(reverse))).toBe(6);
    const columns = ['id', 'period', 'prediction', 'none'].map((name) => ({ name }));
    const window = store.window({ order: 'down', first: 1, count: 2, columns });
    expect(window.keys).toEqual(reverse.slice(1, 3));
    expect(window.cells).toEqual(
      window.keys.map((key) => [`K${key}`, String(key + 0.5), key % 2 ? '● likely planet' : '', '']),
    );
    expect(store.valueAt('down', 0, 'period')).toBe(reverse[0] + 0.5);
    expect(store.neighbour('down', reverse[2], 1)).toBe(reverse[3]);
    expect(store.neighbour('down', reverse[5], 1)).toBeUndefined();
  });

  it('print the number of a star with all its digits, where the grid says that it is one', () => {
    const store = new TableStore('c1');
    store.addColumns(encodeColumns({ rows: 1, columns: [keyed([0]), numbers('kepid', [10_797_460])] }), 'v1');
    store.addOrder('all', order([0]));
    const cellsOf = (isIdentifier: boolean) =>
      store.window({ order: 'all', first: 0, count: 1, columns: [{ name: 'kepid', isIdentifier }] }).cells;
    expect(cellsOf(true)).toEqual([['10797460']]);
    expect(cellsOf(false)).toEqual([['1.07975 × 10⁷']]);
  });

  it('are asked for only where they are not there in this version', () => {
    const store = storeOf([0, 1]);
    expect(store.missing(['id', 'period', 'rank'], 'v1')).toEqual(['rank']);
    expect(store.missing(['id'], 'v2')).toEqual(['id']);
    store.open('c2');
    expect(store.missing(['id'], 'v1')).toEqual(['id']);
  });

  it('keep the last orders and let older ones go', () => {
    const store = storeOf([0, 1]);
    for (const name of ['a', 'b', 'c', 'd', 'e']) store.addOrder(name, order([1, 0]));
    expect(['a', 'b', 'e'].map((name) => store.rowsOf(name))).toEqual([undefined, 2, 2]);
  });

  it('show a plot the chosen rows apart', () => {
    const store = storeOf([0, 1, 2, 3]);
    store.addOrder('some', order([3, 1]));
    const picture = store.picture({
      x: { name: 'period', log: false },
      y: { name: 'period', log: true },
      order: 'some',
    });
    expect(picture).toMatchObject({ kind: 'points', x: { min: 0.5, max: 3.5 }, chosen: Uint8Array.of(0, 1, 0, 1) });
    expect(store.picture({ x: { name: 'id', log: false } })).toBeUndefined();
  });
});
