import { COLUMNS, COLUMN_INDEX, DIAGNOSTICS, MEASUREMENTS, SOURCES, type Source } from './fields';

/** A validated candidate, as JSON. */
export type CandidateRow = { source: Source; diagnostics?: object | null } & Record<string, unknown>;

/**
 * Candidates as one table for the wire and for a model: `values` is row-major [rows × columns], NaN where nothing was given.
 * Only the columns that some row gives are carried.
 */
export interface CandidateTable {
  columns: string[];
  rows: number;
  values: Float32Array;
}

const WIDTH = COLUMNS.length;
/** NaN as a Float32. */
const NAN_BITS = 0x7fc00000;
const readers = [
  ...MEASUREMENTS.map(({ name, errors }) => ({
    name,
    value: COLUMN_INDEX.get(name)!,
    ...(errors ? { low: COLUMN_INDEX.get(`${name}_err_low`)! } : {}),
    err: `${name}_err`,
    errLow: `${name}_err_low`,
    errHigh: `${name}_err_high`,
  })),
];
const diagnosticReaders = DIAGNOSTICS.map(({ name }) => ({ name, value: COLUMN_INDEX.get(`diagnostics.${name}`)! }));

/** Whether a candidate gives at least one measured value or diagnostic: without any there is nothing to judge. */
export function hasMeasurement(row: CandidateRow): boolean {
  if (MEASUREMENTS.some(({ name }) => typeof row[name] === 'number')) return true;
  const diagnostics = row.diagnostics as Record<string, unknown> | null | undefined;
  return diagnostics != null && DIAGNOSTICS.some(({ name }) => typeof diagnostics[name] === 'number');
}

/** Turns validated candidates into a table. `<field>_err` sets both errors; a specific one wins over it. */
export function toTable(rows: readonly CandidateRow[]): CandidateTable {
  const full = new Float32Array(rows.length * WIDTH).fill(NaN);
  const given = new Uint8Array(WIDTH);
  for (let row = 0; row < rows.length; row++) {
    const values = full.subarray(row * WIDTH, (row + 1) * WIDTH);
    const candidate = rows[row];
    set(values, given, 0, SOURCES.indexOf(candidate.source));
    for (const reader of readers) {
      set(values, given, reader.value, candidate[reader.name]);
      if (reader.low === undefined) continue;
      set(values, given, reader.low, candidate[reader.errLow] ?? candidate[reader.err]);
      set(values, given, reader.low + 1, candidate[reader.errHigh] ?? candidate[reader.err]);
    }
    if (candidate.diagnostics == null) continue;
    const diagnostics = candidate.diagnostics as Record<string, unknown>;
    for (const reader of diagnosticReaders) set(values, given, reader.value, diagnostics[reader.name]);
  }
  return selectColumns(full, rows.length, given);
}

function set(values: Float32Array, given: Uint8Array, column: number, value: unknown): void {
  if (typeof value !== 'number') return;
  values[column] = value;
  given[column] = 1;
}

function selectColumns(full: Float32Array, rows: number, given: Uint8Array): CandidateTable {
  const kept = COLUMNS.map((_, column) => column).filter((column) => given[column]);
  const values = new Float32Array(rows * kept.length);
  for (let row = 0, to = 0; row < rows; row++) {
    const offset = row * WIDTH;
    for (const column of kept) values[to++] = full[offset + column];
  }
  return { columns: kept.map((column) => COLUMNS[column]), rows, values };
}

/** Where each feature of a model stands among a table's columns; -1 where the table has no such column. */
export function columnPositions(columns: readonly string[], features: readonly string[]): Int32Array {
  return Int32Array.from(features, (name) => columns.indexOf(name));
}

/** Lays a table out in the order of a model's features: row-major [rows × features], NaN where the table has no such column. */
export function toFeatures(
  table: CandidateTable,
  features: readonly string[],
  positions = columnPositions(table.columns, features),
): Float32Array {
  const { columns, rows, values } = table;
  const width = positions.length;
  const out = new Float32Array(rows * width);
  // As bits: a copied NaN costs no conversion, and whether a value is given decides no branch. Five times faster.
  const from = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const to = new Uint32Array(out.buffer);
  for (let row = 0, at = 0; row < rows; row++) {
    const offset = row * columns.length;
    for (let feature = 0; feature < width; feature++) {
      const column = positions[feature];
      to[at++] = column < 0 ? NAN_BITS : from[offset + column];
    }
  }
  return out;
}
