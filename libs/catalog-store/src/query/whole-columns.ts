import type { Column, DictionaryWithJson } from '@exoplanet/contracts';
import { type Database, takenFromChunks } from '../database/database';
import { WordList } from './word-list';

/** A column of all rows of a result. */
export type WholeColumn = Exclude<Column, { type: 'dictionary' }> | DictionaryWithJson;

/** A column that is asked for. */
interface WantedColumn {
  name: string;
  type: 'number' | 'text';
  unit?: string;
}

/** Which rows are wanted, in which order. */
interface WantedRows {
  /** A query that gives their keys in order. */
  order: string;
  values: (string | number)[];
  total: number;
  /** All keys are smaller than this. */
  keys: number;
}

/** Values that are in memory together where a column has fewer. */
const VALUES_TOGETHER = 250_000;

/**
 * Reads columns, of many rows one at a time, so that only one of them is in memory. DuckDB sorts nothing but keys; each value goes
 * to the place of its key. A column is valid until the next one is requested. The first is `key`.
 * @param valuesOf a query that gives the keys of all rows and the values of columns, in any order
 */
export async function* readColumns<Wanted extends WantedColumn>(
  database: Database,
  { order, values, total, keys }: WantedRows,
  wanted: readonly Wanted[],
  valuesOf: (columns: readonly Wanted[]) => string,
): AsyncGenerator<WholeColumn> {
  const together = Math.max(1, Math.min(wanted.length, Math.floor(VALUES_TOGETHER / total)));
  // All columns use the same memory, because V8 is slow to give such memory back.
  const memory = Array.from({ length: together }, () => new ArrayBuffer(8 * total));
  const places = new Int32Array(keys).fill(-1);
  const ordered = new Int32Array(memory[0], 0, total);
  let place = 0;
  await read(database, order, values, ([ofRows]) => {
    for (const key of ofRows as number[]) {
      places[key] = place;
      ordered[place++] = key;
    }
  });
  yield { name: 'key', type: 'int32', values: ordered };
  for (let from = 0; from < wanted.length; from += together) {
    const some = wanted.slice(from, from + together);
    const columns = some.map((column, index) => emptyColumn(column, memory[index], total));
    await read(database, valuesOf(some), [], ([ofRows, ...given]) => {
      columns.forEach(({ set }, index) => {
        given[index].forEach((value, row) => {
          const at = places[ofRows[row] as number];
          if (at >= 0 && value !== null) set(at, value);
        });
      });
    });
    for (const { whole } of columns) yield whole();
  }
}

/** The wanted columns of no rows. */
export const columnsOfNoRows = (wanted: readonly WantedColumn[]): WholeColumn[] => [
  { name: 'key', type: 'int32', values: new Int32Array() },
  ...wanted.map((column) => emptyColumn(column, new ArrayBuffer(), 0).whole()),
];

const read = (
  database: Database,
  sql: string,
  values: (string | number)[],
  onColumns: (columns: unknown[][]) => void,
): Promise<void> =>
  database.use(async (connection) => {
    for await (const columns of takenFromChunks(connection, sql, values, (chunk) => chunk.getColumns()))
      onColumns(columns);
  });

/** A column without values, and how it gets them. */
function emptyColumn(
  { name, unit, type }: WantedColumn,
  memory: ArrayBuffer,
  total: number,
): { whole: () => WholeColumn; set: (place: number, value: unknown) => void } {
  const head = { name, ...(unit ? { unit } : {}) };
  if (type === 'number') {
    const values = new Float64Array(memory, 0, total).fill(NaN);
    return {
      whole: () => ({ ...head, type: 'float64', values }),
      set: (place, value) => (values[place] = value as number),
    };
  }
  const values = new Int32Array(memory, 0, total).fill(-1);
  const words = new WordList();
  return {
    whole: () => ({ ...head, type: 'dictionary', values, words: words.json() }),
    set: (place, value) => (values[place] = words.indexOf(value as string)),
  };
}
