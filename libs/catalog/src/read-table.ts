import type { TableDetection } from './detect/detection';
import { CatalogueError } from './errors';
import { DEFAULT_LIMITS, type Limits } from './limits';
import type { Mapping } from './mapping';
import { type OpenOptions, openTable } from './open-table';
import type { TableRow } from './table-row';
import { decoded } from './text/decode';
import { inflated } from './text/inflate';

export interface ReadTableOptions {
  mapping?: Mapping;
  limits?: Partial<Limits>;
  /** Read the rows of all publications of a K2 object or a planet; otherwise those that are not the default row are refused. @default false */
  allSolutions?: boolean;
}

/** A table that is being read. */
export interface ReadTable {
  detection: TableDetection;
  /** Read as it is iterated, once, in memory that does not depend on the length of the table. */
  rows: AsyncGenerator<TableRow, void>;
}

/** Characters, or bytes, at the beginning of a table by which it is recognised and judged. */
export const HEAD_LENGTH = 256 * 1024;

/**
 * Reads a table of transit candidates in any of the forms of `TABLE_FORMS`, or with a mapping, gzipped or not. The header is the first
 * line that matches a known table. A row that cannot be read is passed on with its error, and the rows after it are read.
 * @throws CatalogueError for a table that cannot be read at all; from the iteration if a later part of the file is at fault
 */
export async function readTable(source: AsyncIterable<Uint8Array>, options: ReadTableOptions = {}): Promise<ReadTable> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const text = decoded(inflated(source, { maxBytes: limits.maxBytes }));
  const { head, complete } = await headOf(text);
  const { layout, detection, rows } = await openTable(head, complete, openOptions(options, limits));
  if (detection.problem) {
    await text.return();
    throw new CatalogueError(detection.problem.code, detection.problem.detail);
  }
  return { detection, rows: rowsOf(follow(head, text)) };

  async function* rowsOf(all: AsyncGenerator<string, void>): AsyncGenerator<TableRow, void> {
    for await (const records of layout.records(all)) for (const record of records) yield rows.build(record);
  }
}

/**
 * Detects what a table is, from its first `HEAD_LENGTH` bytes, or from the whole file if it is shorter: its kind, what becomes of each column, the first rows
 * before and after, and columns whose values do not fit their unit. @throws CatalogueError for bytes that are no table
 */
export async function detectTable(
  head: Uint8Array,
  mapping: Mapping = {},
  limits: Partial<Limits> = {},
): Promise<TableDetection> {
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  const text = decoded(inflated(once(head), { maxBytes: allLimits.maxBytes, partial: true }));
  const found = await headOf(text);
  await text.return();
  const complete = found.complete && head.length < HEAD_LENGTH;
  const { detection } = await openTable(found.head, complete, openOptions({ mapping }, allLimits));
  return detection;
}

function openOptions({ mapping = {}, allSolutions = false }: ReadTableOptions, limits: Limits): OpenOptions {
  return { mapping, allSolutions, limits };
}

async function headOf(text: AsyncGenerator<string, void>): Promise<{ head: string; complete: boolean }> {
  let head = '';
  while (head.length < HEAD_LENGTH) {
    const { value, done } = await text.next();
    if (done) return { head, complete: true };
    head += value;
  }
  return { head, complete: false };
}

async function* follow(head: string, rest: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  try {
    yield head;
    yield* rest;
  } finally {
    await rest.return();
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a file is an asynchronous sequence of chunks; this one is there already
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
