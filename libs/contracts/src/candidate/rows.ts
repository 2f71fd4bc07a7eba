import { COLUMN_INDEX, COLUMNS, DIAGNOSTICS, type Measurement, MEASUREMENTS, type Source, SOURCES } from './fields';

/** A validated candidate, as JSON. */
export type CandidateRow = { source: Source; diagnostics?: object | null } & Record<string, unknown>;

/**
 * Candidates as one table for the wire and for a model: `values` is row-major [rows × columns], NaN for a missing value.
 * Columns that no row fills are left out.
 */
export interface CandidateTable {
  columns: string[];
  rows: number;
  values: Float32Array;
}

const WIDTH = COLUMNS.length;
/** NaN as a Float32. */
const NAN_BITS = 0x7fc00000;

/** A column that a field fills, unless a more specific field (`unless`) is present. */
interface Place {
  column: number;
  unless?: string;
}

/** The columns that each field fills: `<field>_err` fills both errors where they are not given themselves. */
const PLACES = new Map<string, Place[]>(MEASUREMENTS.flatMap(placesOf));
const DIAGNOSTIC_PLACES = new Map<string, Place[]>(
  DIAGNOSTICS.map(({ name }) => [name, [{ column: columnOf(`diagnostics.${name}`) }]]),
);

function placesOf({ name, errors }: Measurement): [string, Place[]][] {
  const places: [string, Place[]][] = [[name, [{ column: columnOf(name) }]]];
  if (!errors) return places;
  const sides = [`${name}_err_low`, `${name}_err_high`];
  for (const side of sides) places.push([side, [{ column: columnOf(side) }]]);
  return [...places, [`${name}_err`, sides.map((side) => ({ column: columnOf(side), unless: side }))]];
}

function columnOf(name: string): number {
  return COLUMN_INDEX.get(name)!;
}

/** Whether a candidate has at least one measured value or diagnostic; without one there is nothing to predict from. */
export function hasMeasurement(row: CandidateRow): boolean {
  if (MEASUREMENTS.some(({ name }) => typeof row[name] === 'number')) return true;
  const diagnostics = row.diagnostics as Record<string, unknown> | null | undefined;
  return diagnostics != null && DIAGNOSTICS.some(({ name }) => typeof diagnostics[name] === 'number');
}

/** Turns validated candidates into a table. `<field>_err` sets both errors; a specific one takes precedence. */
export function toTable(rows: readonly CandidateRow[]): CandidateTable {
  const full = new Float32Array(rows.length * WIDTH).fill(NaN);
  const given = new Uint8Array(WIDTH);
  given[0] = 1;
  for (let row = 0, offset = 0; row < rows.length; row++, offset += WIDTH) {
    const candidate = rows[row];
    full[offset] = SOURCES.indexOf(candidate.source);
    place(candidate, PLACES, full, offset, given);
    if (candidate.diagnostics != null)
      place(candidate.diagnostics as Record<string, unknown>, DIAGNOSTIC_PLACES, full, offset, given);
  }
  return selectColumns(full, rows.length, given);
}

/** Iterates over the fields of the candidate, which are far fewer than the columns. */
function place(
  fields: Record<string, unknown>,
  places: ReadonlyMap<string, Place[]>,
  full: Float32Array,
  offset: number,
  given: Uint8Array,
): void {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value !== 'number') continue;
    for (const { column, unless } of places.get(name) ?? []) {
      if (unless !== undefined && fields[unless] != null) continue;
      full[offset + column] = value;
      given[column] = 1;
    }
  }
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

/** Index of each feature of a model among the columns of a table; -1 where the table lacks it. */
export function columnPositions(columns: readonly string[], features: readonly string[]): Int32Array {
  return Int32Array.from(features, (name) => columns.indexOf(name));
}

/** Rearranges a table in the order of a model's features: row-major [rows × features], NaN where the table lacks the column. */
export function toFeatures(
  table: CandidateTable,
  features: readonly string[],
  positions = columnPositions(table.columns, features),
): Float32Array {
  const { columns, rows, values } = table;
  const width = positions.length;
  const out = new Float32Array(rows * width);
  // Copied as bits: NaN needs no conversion and missing values no branch. Five times faster.
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
