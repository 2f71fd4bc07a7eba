import { type CandidateRow, DIAGNOSTICS, MEASUREMENTS, type Source } from '@exoplanet/contracts';
import { numberIn } from './cell';
import type { RowConverter, RowNote, Table, TableKind, TableOptions } from './table';

/** The columns that hold one measured field. */
export interface MeasuredColumn {
  value: string;
  /** Upper uncertainty; its sign does not matter (archive tables write err1 positive and err2 negative). */
  high?: string;
  low?: string;
  /** Flag that is 0 or empty for a measurement, 1 for an upper limit and -1 for a lower limit. */
  limit?: string;
  /** Factor from the column's unit to the unit of the field. @default 1 */
  scale?: number;
}

/** Columns of a position, in the tables of the archive and in our own field names. */
const POSITION = ['ra', 'dec'];

type Cell = (column: string) => string | undefined;

/** A kind of table with fixed column names and one mission. */
export interface MeasuredTable {
  kind: TableKind;
  title: string;
  marks: string;
  source: Source;
  recognises: (columns: ReadonlySet<string>) => boolean;
  canonical?: (column: string) => string;
  /** Columns with the names of the candidate and its star, and those that `selects` reads. */
  names: readonly string[];
  id: (cell: Cell) => string | undefined;
  star: (cell: Cell) => string | undefined;
  /** Column of the mid-transit time, and the offset to BJD [d]. */
  epoch: { column: string; offset: number };
  /** Whether the columns `ra` and `dec` hold the position of the star [degrees]. @default false */
  position?: boolean;
  /** By field. If a field has several columns, the first one with a measurement counts. */
  fields: Readonly<Record<string, readonly MeasuredColumn[]>>;
  selects?: (cell: Cell, options: TableOptions) => boolean;
}

const positive = new Set(
  MEASUREMENTS.filter(({ exclusive_minimum }) => exclusive_minimum === 0).map(({ name }) => name),
);

/** Makes a table from its column names. Only these columns become part of a candidate, so no label or score can leak into it. */
export function measuredTable(form: MeasuredTable): Table {
  const diagnostics = new Set(DIAGNOSTICS.map(({ name }) => name));
  const measured = Object.values(form.fields).flatMap((columns) =>
    columns.flatMap(({ value, high, low, limit }) => [value, high, low, limit]),
  );
  const used = new Set([...form.names, form.epoch.column, ...(form.position ? POSITION : []), ...measured]);
  return {
    kind: form.kind,
    title: form.title,
    marks: form.marks,
    recognises: (columns) => form.recognises(columns),
    canonical: form.canonical ?? ((column) => column.trim().toLowerCase()),
    uses: (column) => used.has(column) || diagnostics.has(column),
    converter: (columns, options) => converter(form, columns, options),
  };
}

function converter(form: MeasuredTable, columns: readonly string[], options: TableOptions): RowConverter {
  const position = new Map(columns.map((column, index) => [column, index]));
  const present = Object.entries(form.fields)
    .map(([field, choices]) => ({ field, choices: choices.filter(({ value }) => position.has(value)) }))
    .filter(({ choices }) => choices.length > 0);
  const diagnostics = DIAGNOSTICS.map(({ name }) => name).filter((name) => position.has(name));

  return (cells) => {
    const cell: Cell = (column) => cells[position.get(column) ?? -1];
    if (form.selects && !form.selects(cell, options)) return undefined;
    const candidate: CandidateRow = { source: form.source };
    const notes: RowNote[] = [];
    setGiven(candidate, 'id', form.id(cell));
    setGiven(candidate, 'star_id', form.star(cell));
    const epoch = numberIn(cell(form.epoch.column));
    setGiven(candidate, 'epoch', typeof epoch === 'number' ? epoch + form.epoch.offset : epoch);
    if (form.position) for (const name of POSITION) setGiven(candidate, name, numberIn(cell(name)));
    for (const { field, choices } of present) measure(candidate, notes, field, choices, cell);
    for (const name of diagnostics) {
      const value = numberIn(cell(name));
      if (value !== undefined) candidate.diagnostics = { ...candidate.diagnostics, [name]: value };
    }
    return { candidate, notes };
  };
}

/** Sets a field and its errors from the first column with a measurement. Errors without a value are left out. */
function measure(
  candidate: CandidateRow,
  notes: RowNote[],
  field: string,
  choices: readonly MeasuredColumn[],
  cell: Cell,
): void {
  for (const column of choices) {
    const value = numberIn(cell(column.value));
    if (value === undefined) continue;
    const why = reasonToOmit(field, value, column, cell);
    if (why) {
      notes.push({ field, column: column.value, why });
      continue;
    }
    const scaled = (given: number | string | undefined, sign: (x: number) => number = (x) => x) =>
      typeof given === 'number' ? sign(given) * (column.scale ?? 1) : given;
    candidate[field] = scaled(value);
    if (column.low) setGiven(candidate, `${field}_err_low`, scaled(numberIn(cell(column.low)), Math.abs));
    if (column.high) setGiven(candidate, `${field}_err_high`, scaled(numberIn(cell(column.high)), Math.abs));
    return;
  }
}

function reasonToOmit(
  field: string,
  value: number | string,
  column: MeasuredColumn,
  cell: Cell,
): RowNote['why'] | undefined {
  const limit = column.limit === undefined ? undefined : numberIn(cell(column.limit));
  if (limit !== undefined && limit !== 0) return 'limit';
  return value === 0 && positive.has(field) ? 'placeholder' : undefined;
}

function setGiven(candidate: CandidateRow, field: string, value: unknown): void {
  if (value !== undefined) candidate[field] = value;
}
