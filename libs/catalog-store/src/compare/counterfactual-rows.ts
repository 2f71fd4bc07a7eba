import {
  type CandidateTable,
  COLUMNS,
  type ContextColumns,
  entryOfRow,
  type RowNames,
  type Source,
  SOURCES,
} from '@exoplanet/contracts';

/** Rows of one catalogue, as its model reads them. */
export interface ComparedRows {
  keys: Int32Array;
  table: CandidateTable;
  context?: ContextColumns;
  names: RowNames;
}

/** What other rows of a catalogue say about one. */
interface OtherRowsContext {
  match: string | null;
  objects: number | null;
}

/** An input in which two rows of an object differ. */
export type InputChange =
  | {
      field: string;
      before: number | Source | null;
      after: number | Source | null;
      /** Lower and upper error, where they differ. */
      errors?: { before: (number | null)[]; after: (number | null)[] };
    }
  | { field: 'other_rows'; before: OtherRowsContext; after: OtherRowsContext };

/** One row to score: that of the earlier catalogue with one input of the later one, or unchanged if there is no `change`. */
export interface CounterfactualRow {
  /** Position among the objects. */
  object: number;
  change?: InputChange;
}

/** Columns of each input: the value with its errors. */
const INPUTS = new Map<string, string[]>();
for (const column of COLUMNS) {
  const field = column.replace(/_err_(low|high)$/, '');
  INPUTS.set(field, [...(INPUTS.get(field) ?? []), column]);
}

/**
 * The rows that show which input changed a verdict: for each object the earlier row itself, then that row with one input of the
 * later row at a time. Both sides have one row for each object, in the same order.
 */
export function counterfactualRows(
  before: ComparedRows,
  after: ComparedRows,
): { rows: CounterfactualRow[]; table: CandidateTable; context?: ContextColumns } {
  const columns = COLUMNS.filter((name) => [before, after].some(({ table }) => table.columns.includes(name)));
  const rows: CounterfactualRow[] = [];
  const values: Float32Array[] = [];
  const entries: { side: ComparedRows; row: number }[] = [];
  for (let object = 0; object < before.table.rows; object++) {
    const [old, fresh] = [before, after].map((side) => valuesOf(side.table, object, columns));
    const add = (row: CounterfactualRow, changed: Float32Array, side = before) => {
      rows.push(row);
      values.push(changed);
      entries.push({ side, row: object });
    };
    add({ object }, old);
    for (const [field, names] of INPUTS) {
      const places = names.map((name) => columns.indexOf(name)).filter((place) => place >= 0);
      if (places.every((place) => Object.is(old[place], fresh[place]))) continue;
      const changed = old.slice();
      for (const place of places) changed[place] = fresh[place];
      add({ object, change: changeOf(field, names, columns, old, fresh) }, changed);
    }
    const [contextBefore, contextAfter] = [contextOfRow(before, object), contextOfRow(after, object)];
    if (JSON.stringify(contextBefore) !== JSON.stringify(contextAfter))
      add({ object, change: { field: 'other_rows', before: contextBefore, after: contextAfter } }, old, after);
  }
  const table: CandidateTable = { columns, rows: rows.length, values: new Float32Array(rows.length * columns.length) };
  values.forEach((row, index) => table.values.set(row, index * columns.length));
  const context = contextOfEntries(entries);
  return { rows, table, ...(context ? { context } : {}) };
}

function valuesOf({ columns: given, values }: CandidateTable, row: number, columns: readonly string[]): Float32Array {
  return Float32Array.from(columns, (name) => {
    const place = given.indexOf(name);
    return place < 0 ? NaN : values[row * given.length + place];
  });
}

function changeOf(
  field: string,
  names: readonly string[],
  columns: readonly string[],
  old: Float32Array,
  fresh: Float32Array,
): InputChange {
  const value = (row: Float32Array, name: string) => {
    const number = row[columns.indexOf(name)] ?? NaN;
    return Number.isNaN(number) ? null : Number(number.toPrecision(7));
  };
  const [own, ...errors] = names;
  const [low, high] = [old, fresh].map((row) => errors.map((name) => value(row, name)));
  const shown = (row: Float32Array) =>
    own === 'source' ? (SOURCES[row[columns.indexOf(own)]] ?? null) : value(row, own);
  return {
    field,
    before: shown(old),
    after: shown(fresh),
    ...(low.some((error, index) => error !== high[index]) ? { errors: { before: low, after: high } } : {}),
  };
}

function contextOfRow({ context, names }: ComparedRows, row: number): OtherRowsContext {
  const entry = context ? entryOfRow(context, row) : -1;
  if (entry < 0) return { match: null, objects: null };
  const parent = context!.parent[entry] < 0 ? undefined : names.of(context!.parent[entry]);
  const objects = context!.objects[entry];
  return { match: parent ? (parent.id ?? `row ${parent.index}`) : null, objects: objects > 1 ? objects : null };
}

/** The context of rows that come from two catalogues. */
function contextOfEntries(entries: readonly { side: ComparedRows; row: number }[]): ContextColumns | undefined {
  const found = entries.flatMap(({ side: { context }, row }, index) => {
    const entry = context ? entryOfRow(context, row) : -1;
    return entry < 0 ? [] : [{ row: index, context: context!, entry }];
  });
  if (found.length === 0) return undefined;
  const pick = (name: Exclude<keyof ContextColumns, 'row'>) => found.map(({ context, entry }) => context[name][entry]);
  return {
    row: Uint32Array.from(found, ({ row }) => row),
    parent: Int32Array.from(pick('parent')),
    separation: Float32Array.from(pick('separation')),
    match: Float32Array.from(pick('match')),
    ratio: Float32Array.from(pick('ratio')),
    relation: Uint8Array.from(pick('relation')),
    objects: Uint16Array.from(pick('objects')),
  };
}
