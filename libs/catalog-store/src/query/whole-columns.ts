import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, ColumnTable } from '@exoplanet/contracts';
import { streamedChunks } from '../database/database';

/** A column that is asked for. */
export interface WantedColumn {
  name: string;
  type: 'number' | 'text';
  unit?: string;
}

/** Takes the values of one column as they come, so that no value is in memory twice. */
interface ColumnFiller {
  set: (row: number, value: unknown) => void;
  column: () => Column;
}

/**
 * Reads a query into columns.
 * @param sql gives `key`, then the wanted columns
 * @param total number of its rows
 */
export async function readColumns(
  connection: DuckDBConnection,
  sql: string,
  values: (string | number)[],
  wanted: readonly WantedColumn[],
  total: number,
): Promise<ColumnTable> {
  const keys = new Int32Array(total);
  const fillers = fillersOf(wanted, total);
  let row = 0;
  for await (const chunk of streamedChunks(connection, sql, values)) {
    const [key, ...columns] = chunk.getColumns();
    for (let index = 0; index < key.length && row < total; index++, row++) {
      keys[row] = key[index] as number;
      for (let column = 0; column < fillers.length; column++) fillers[column].set(row, columns[column][index]);
    }
  }
  return tableOf(keys, fillers);
}

/** The wanted columns of no rows. */
export const emptyColumns = (wanted: readonly WantedColumn[]): ColumnTable =>
  tableOf(new Int32Array(), fillersOf(wanted, 0));

const fillersOf = (wanted: readonly WantedColumn[], total: number): ColumnFiller[] =>
  wanted.map((column) => (column.type === 'number' ? numbers(column, total) : texts(column, total)));

const tableOf = (keys: Int32Array, fillers: readonly ColumnFiller[]): ColumnTable => ({
  rows: keys.length,
  columns: [{ name: 'key', type: 'int32', values: keys }, ...fillers.map(({ column }) => column())],
});

function numbers({ name, unit }: WantedColumn, total: number): ColumnFiller {
  const values = new Float64Array(total).fill(NaN);
  return {
    set: (row, value) => {
      if (value !== null) values[row] = value as number;
    },
    column: () => ({ name, ...(unit ? { unit } : {}), type: 'float64', values }),
  };
}

function texts({ name, unit }: WantedColumn, total: number): ColumnFiller {
  const values = new Int32Array(total).fill(-1);
  const words = new Map<string, number>();
  return {
    set: (row, value) => {
      if (value === null) return;
      const text = value as string;
      let index = words.get(text);
      if (index === undefined) words.set(text, (index = words.size));
      values[row] = index;
    },
    column: () => ({ name, ...(unit ? { unit } : {}), type: 'dictionary', values, words: [...words.keys()] }),
  };
}
