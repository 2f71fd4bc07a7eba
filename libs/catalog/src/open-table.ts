import { converter } from './candidate/convert';
import { type Plan, planFor, type PlannedHeader } from './candidate/plan';
import { columnRoles } from './detect/column-roles';
import type { DetectedColumn, TableDetection } from './detect/detection';
import { implausibleColumns } from './detect/plausibility';
import { nearestName } from './dialects/nearest';
import { canonicalIn, recognise, TABLE_FORMS } from './dialects/recognise';
import type { TableForm } from './dialects/table-form';
import type { HeaderScore } from './formats/delimited-table';
import { layoutOf } from './formats/layout-of';
import type { LayoutColumn, TableLayout } from './formats/table-layout';
import type { Limits } from './limits';
import type { RawRecord } from './lines/read-lines';
import { checkMapping, type Mapping } from './mapping';
import { RowBuilder } from './table-row';
import { unitInName } from './unit-in-name';

export interface OpenOptions {
  mapping: Mapping;
  allSolutions: boolean;
  limits: Limits;
}

/** A table whose header has been read. */
export interface OpenTable {
  layout: TableLayout;
  detection: TableDetection;
  rows: RowBuilder;
}

/** Rows of the detection's preview. */
const PREVIEW_ROWS = 5;
/** Columns of an unknown header in a message. */
const MAX_COLUMNS_IN_MESSAGE = 8;

/** Reads the header of a table from the beginning of its text, and judges it by the rows there. @throws CatalogueError */
export async function openTable(head: string, complete: boolean, options: OpenOptions): Promise<OpenTable> {
  const { limits } = options;
  const layout = layoutOf(head, complete, scoreFor(options.mapping), limits);
  const mapping = merged(layout.exported?.mapping, options.mapping);
  checkMapping(mapping);
  const sample = await sampleOf(layout, head, complete);
  const columns = withRowNames(layout.columns, sample);
  const form = recognise(columns.map(({ name }) => name));
  const names = uniqueNames(columns.map(({ name }) => name));
  const canonical = columns.map(({ name }) => canonicalIn(form, name));
  const header: PlannedHeader = {
    names: canonical,
    units: columns.map(({ name, unit }) => unit ?? unitInName(name)),
    indexOf: (column) => indexOf(names, column),
  };
  const plan = planFor(form, header, mapping);
  const decimalComma =
    layout.exported?.decimal_comma ?? (!layout.format.startsWith('comma') && hasDecimalCommas(sample));
  const rows = new RowBuilder(names, converter(plan, { decimalComma, allSolutions: options.allSolutions }));
  const roles = columnRoles(plan, form, names, canonical);
  const problem = problemOf(plan, form, canonical, names, roles, mapping);
  const read = sample.map((record) => ({ record, row: rows.build(record) }));
  const good = read.flatMap(({ record, row }) =>
    'candidate' in row && 'cells' in record ? [{ cells: record.cells, candidate: row.candidate }] : [],
  );
  const refused = read.filter(({ row }) => 'error' in row && row.error.code !== 'OTHER_SOLUTION').length;
  const detection: TableDetection = {
    kind: form?.kind ?? (mapping.fields ? 'mapped' : 'unknown'),
    dialect: form?.dialect ?? (mapping.fields ? 'mapping' : 'unknown'),
    title: form?.title ?? (mapping.fields ? 'A table whose columns a mapping names' : 'An unknown table'),
    format: layout.format,
    confidence: problem ? 0 : confidenceIn(form, roles, read.length === 0 ? 1 : 1 - refused / read.length),
    header_line: layout.headerLine,
    decimal_comma: decimalComma,
    columns: roles,
    preview: problem ? previewWithoutMeaning(read) : preview(read),
    plausibility: problem ? [] : implausibleColumns({ rows: good, plan, names, decimalComma }),
    ...(problem ? { problem } : {}),
  };
  return { layout, detection, rows };
}

/** The mapping with which an exported table was read, changed by that of the caller. */
function merged(exported: Mapping = {}, given: Mapping): Mapping {
  const fields = (exported.fields ?? given.fields) ? { fields: { ...exported.fields, ...given.fields } } : {};
  return { ...exported, ...given, ...fields };
}

/** A header scores by its columns that a mapping names, or that a known table uses. */
function scoreFor(mapping: Mapping): HeaderScore {
  const mapped = Object.values(mapping.fields ?? {}).flatMap(({ column }) => column ?? []);
  return (names) => {
    const found = mapped.filter((column) => indexOf(names, column) !== undefined).length;
    const form = recognise(names);
    if (!form) return found === mapped.length ? found : 0;
    const header = {
      names: names.map((name) => canonicalIn(form, name)),
      units: names.map(() => undefined),
      indexOf: () => undefined,
    };
    const { measured, diagnostics } = planFor(form, header);
    return 1 + found + measured.size + diagnostics.size;
  };
}

/** The records at the beginning of the text. */
async function sampleOf(layout: TableLayout, head: string, complete: boolean): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const group of layout.records(once(head), { partial: !complete })) records.push(...group);
  return records;
}

// eslint-disable-next-line @typescript-eslint/require-await -- a text is an asynchronous sequence of pieces; this one is there already
async function* once(text: string): AsyncGenerator<string, void> {
  yield text;
}

/** R and pandas may omit the name of the column with the row names. */
function withRowNames(columns: readonly LayoutColumn[], sample: readonly RawRecord[]): readonly LayoutColumn[] {
  const wider = sample.filter((record) => 'cells' in record && record.cells.length === columns.length + 1);
  const named = wider.every((record) => 'cells' in record && record.cells.at(-1) !== '');
  return wider.length > 0 && wider.length === sample.length && named ? [{ name: '' }, ...columns] : columns;
}

/** Names as pandas makes them unique: `x`, `x.1`, and `Unnamed: 0` for a column without a name. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name, index) => {
    const base = name.trim() || `Unnamed: ${index}`;
    let unique = base;
    for (let repeat = 1; seen.has(unique); repeat++) unique = `${base}.${repeat}`;
    seen.add(unique);
    return unique;
  });
}

function indexOf(names: readonly string[], column: string): number | undefined {
  const wanted = column.trim();
  const exact = names.indexOf(wanted);
  const index = exact >= 0 ? exact : names.findIndex((name) => name.trim().toLowerCase() === wanted.toLowerCase());
  return index < 0 ? undefined : index;
}

/** Spreadsheets in many languages write 3,25 for 3.25, and separate cells by something else. */
function hasDecimalCommas(sample: readonly RawRecord[]): boolean {
  const cells = sample.flatMap((record) => ('cells' in record ? record.cells : []));
  const written = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell.trim())).length;
  return written(/^[-+]?\d+,\d+(e[-+]?\d+)?$/i) > written(/^[-+]?\d+\.\d+(e[-+]?\d+)?$/i);
}

function problemOf(
  plan: Plan,
  form: TableForm | undefined,
  canonical: readonly string[],
  names: readonly string[],
  roles: readonly DetectedColumn[],
  mapping: Mapping,
): TableDetection['problem'] {
  for (const { column } of Object.values(mapping.fields ?? {})) {
    if (column === null || indexOf(names, column) !== undefined) continue;
    const nearest = nearestName(column, names);
    const hint = nearest === undefined ? '' : `; the nearest is "${nearest}"`;
    return {
      code: 'BAD_MAPPING',
      detail: `the mapping names the column "${column}", which the table does not have${hint}`,
    };
  }
  if (!form && !mapping.fields) return { code: 'UNKNOWN_TABLE', detail: unknownTable(names) };
  const mapped = new Set(
    Object.values(mapping.fields ?? {}).flatMap(({ column }) =>
      column === null ? [] : (indexOf(names, column) ?? []),
    ),
  );
  const repeated = canonical.findIndex(
    (name, index) => roles[index].role === 'used' && !mapped.has(index) && canonical.includes(name, index + 1),
  );
  if (repeated >= 0)
    return {
      code: 'REPEATED_COLUMN',
      detail: `the header has the column "${names[repeated]}" twice; name the one to read in a mapping, as "${names[repeated]}" or "${names[repeated]}.1"`,
    };
  if (plan.source === undefined)
    return {
      code: 'NO_SOURCE',
      detail:
        'the table does not say which mission observed its candidates (KEPLER, TESS or K2), and no source was given for the whole table',
    };
  return undefined;
}

function unknownTable(names: readonly string[]): string {
  const found =
    names.slice(0, MAX_COLUMNS_IN_MESSAGE).join(', ') +
    (names.length > MAX_COLUMNS_IN_MESSAGE ? `, … (${names.length} columns)` : '');
  const known = TABLE_FORMS.map(({ title, marks }) => `${title}: ${marks}`).join('; ');
  return `the header has ${found}. Name its columns in a mapping, or use a known table: ${known}`;
}

function confidenceIn(form: TableForm | undefined, roles: readonly DetectedColumn[], readable: number): number {
  const known = roles.filter(({ role }) => role !== 'unknown').length / roles.length;
  return Math.round((form ? known : 1) * readable * 1000) / 1000;
}

type Read = readonly { record: RawRecord; row: ReturnType<RowBuilder['build']> }[];

function preview(read: Read): TableDetection['preview'] {
  return read
    .slice(0, PREVIEW_ROWS)
    .map(({ row }) =>
      'candidate' in row
        ? { line: row.line, before: row.cells, after: row.candidate }
        : { line: row.line, before: row.cells, error: row.error },
    );
}

/** Where no column is known, errors of single rows would only repeat that. */
function previewWithoutMeaning(read: Read): TableDetection['preview'] {
  return read.slice(0, PREVIEW_ROWS).map(({ row }) => ({ line: row.line, before: row.cells }));
}
