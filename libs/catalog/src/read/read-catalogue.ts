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
  /** The row in our field names and units. */
  candidate: CandidateRow;
  /** Line of the file, from 1, on which the row ends. */
  line: number;
  /** The cells as text, by the table's own column names. */
  original: Record<string, string>;
  /** Values of the row that were left out because they are not measurements. */
  notes: RowNote[];
}

export interface Catalogue {
  kind: TableKind;
  /** Readable name of the kind of table. */
  title: string;
  /** The table's own column names, in order. */
  columns: string[];
  /** The columns that no candidate uses. */
  ignored: string[];
  /** Read lazily; iterate once. An error in a later line throws `CatalogueError` during the iteration. */
  rows: AsyncIterable<CatalogueRow>;
}

/** Maximum number of characters of one row; a longer row has a quote that was never closed. */
const MAX_ROW_LENGTH = 256 * 1024;

/**
 * Reads a table of transit candidates: KOI, TOI (archive or ExoFOP), K2, or a plain table with our own field names; the header identifies it.
 * Cells are separated by comma, tab, semicolon or `|` and may be quoted, lines that begin with `#` are comments, an empty cell is missing.
 * @throws CatalogueError for an unusable header; see its codes
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

/** Two columns of the same name are ambiguous if they are used. */
function refuseRepeated(columns: readonly string[], table: Table): void {
  const repeated = columns.find((name, index) => table.uses(name) && columns.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new CatalogueError('REPEATED_COLUMN', `the header has the column "${repeated}" twice`);
}

/** Reads up to the header to find the delimiter; `all` is the complete text. */
async function peek(
  text: AsyncGenerator<string, void>,
): Promise<{ delimiter: Delimiter; all: AsyncGenerator<string> }> {
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
    max_record_size: MAX_ROW_LENGTH,
  });
  // If the text fails, the parser is destroyed with the same error, which the iteration below throws.
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
