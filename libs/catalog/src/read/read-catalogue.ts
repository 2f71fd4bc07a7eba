import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, parse, type Parser } from 'csv-parse';
import type { CandidateRow } from '@exoplanet/contracts';
import { CatalogueError } from '../errors';
import { withoutMarkup } from '../tables/cell';
import { recognise } from '../tables/recognise';
import type { RowNote, Table, TableKind, TableOptions } from '../tables/table';
import { type Delimiter, delimiterOf, headerLine } from './header';
import { type CatalogueText, decoded } from './text';

export type { CatalogueText } from './text';
export type ReadCatalogueOptions = TableOptions;

export interface CatalogueRow {
  /** The row in our fields and units. */
  candidate: CandidateRow;
  /** Line of the file, from 1, on which the row ends. */
  line: number;
  /** The row's cells as text by the table's own column names. */
  original: Record<string, string>;
  /** Values of the row that are no measurements and were left out. */
  notes: RowNote[];
}

export interface Catalogue {
  kind: TableKind;
  /** The table's name for people. */
  title: string;
  /** The table's own column names, in order. */
  columns: string[];
  /** Those that no candidate takes anything from. */
  ignored: string[];
  /** Read as they are asked for; iterate once. A fault in a later line throws `CatalogueError` there. */
  rows: AsyncIterable<CatalogueRow>;
}

/** Characters of one row: more is a quote that was never closed. */
const LONGEST_ROW = 256 * 1024;

/**
 * Reads a table of transit candidates: KOI, TOI (archive or ExoFOP), K2, or a plain one with our own field names, told apart by the header.
 * Comma, tab, semicolon or `|` between cells, `#` lines are comments, cells may be quoted, an empty cell is missing.
 * @throws CatalogueError for a header that cannot be used; see its codes
 */
export async function readCatalogue(text: CatalogueText, options: ReadCatalogueOptions = {}): Promise<Catalogue> {
  const { delimiter, all } = await peek(decoded(text));
  const records = recordsOf(all, delimiter);
  const first = await records.next();
  if (first.done) throw new CatalogueError('EMPTY', 'the table is empty');
  const header = first.value.cells.map((name) => name.trim());
  const table = recognise(header);
  const columns = header.map((name) => table.canonical(name));
  refuseRepeated(columns, table);
  const convert = table.converter(columns, options);
  return {
    kind: table.kind,
    title: table.title,
    columns: header,
    ignored: header.filter((_, index) => !table.uses(columns[index])),
    rows: rowsOf(records, header, convert),
  };
}

async function* rowsOf(
  records: AsyncIterable<Cells>,
  header: readonly string[],
  convert: ReturnType<Table['converter']>,
): AsyncGenerator<CatalogueRow> {
  for await (const { cells, line } of records) {
    if (cells.length !== header.length)
      throw new CatalogueError('UNEVEN_ROW', `${cells.length} cells, the header has ${header.length}`, line);
    const converted = convert(cells);
    if (!converted) continue;
    const original = Object.fromEntries(header.map((name, index) => [name, withoutMarkup(cells[index])]));
    yield { ...converted, line, original };
  }
}

/** Two used columns of one name are ambiguous; unused ones do no harm. */
function refuseRepeated(columns: readonly string[], table: Table): void {
  const repeated = columns.find((name, index) => table.uses(name) && columns.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new CatalogueError('REPEATED_COLUMN', `the header has the column "${repeated}" twice`);
}

/** Reads as far as the header to learn the delimiter; `all` is the text from its beginning. */
async function peek(text: AsyncGenerator<string>): Promise<{ delimiter: Delimiter; all: AsyncGenerator<string> }> {
  let seen = '';
  let header: string | undefined;
  while (header === undefined) {
    const { value, done } = await text.next();
    seen += value ?? '';
    header = headerLine(seen, done === true);
  }
  return { delimiter: delimiterOf(header), all: follow(seen, text) };
}

async function* follow(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

interface Cells {
  cells: string[];
  line: number;
}

async function* recordsOf(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<Cells, void> {
  const parser: Parser = parse({
    delimiter,
    comment: '#',
    comment_no_infix: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_ROW,
  });
  // A failure of the text destroys the parser with it, and so reaches the iteration below.
  void pipeline(Readable.from(text), parser).catch(() => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>)
      yield { cells: record, line: info.lines };
  } catch (error) {
    throw error instanceof CsvError ? asCatalogueError(error) : error;
  }
}

function asCatalogueError(error: CsvError): CatalogueError {
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  const neverClosed = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  return new CatalogueError(
    'BAD_QUOTE',
    neverClosed
      ? 'a quoted cell is never closed'
      : 'a quote stands inside an unquoted cell, or text after a closing quote',
    line,
  );
}
