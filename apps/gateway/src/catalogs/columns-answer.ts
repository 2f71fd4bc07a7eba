import { type FileHandle, open, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { inStore } from '@exoplanet/catalog-store';
import { ColumnsEncoder, columnsJson } from '@exoplanet/contracts';
import type { RowSelectionDto } from './catalogs.dto';
import type { ReadableCatalog } from './readable-catalogs';

/** Bytes of a file, from the first to the last, both included. */
interface Range {
  start: number;
  end: number;
}

/**
 * Columns of a catalogue, complete in a file before they are sent: a caller who reads slowly keeps no memory. The file has no
 * name, so it is gone when the answer ends in any way.
 */
export async function columnsAnswer(
  { catalog, content, table, queries }: ReadableCatalog,
  names: readonly string[],
  selection: Pick<RowSelectionDto, 'sort' | 'filter'>,
  isJson: boolean,
): Promise<{ bytes: number; stream: Readable }> {
  const found = await queries.columns(catalog, content, table, names, selection);
  const path = queries.scratchFile();
  const file = await inStore(() => open(path, 'wx+'));
  const close = () => file.close().catch(() => undefined);
  try {
    await inStore(() => unlink(path));
    const ranges = isJson ? await writeJson(file, found) : await writeBinary(file, found);
    const bytes = ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
    return {
      bytes,
      stream: Readable.from(contentOf(file, ranges), { objectMode: false }).once('close', () => void close()),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Found = Awaited<ReturnType<ReadableCatalog['queries']['columns']>>;

/** Writes each column as it comes, so that none is kept. Returns the pieces in the order of the answer. */
async function writeBinary(file: FileHandle, { rows, columns }: Found): Promise<Range[]> {
  const encoder = new ColumnsEncoder(rows);
  const [headers, values]: Range[][] = [[], []];
  let end = 0;
  const write = async (pieces: Uint8Array[]): Promise<Range> => {
    const start = end;
    for (const piece of pieces) {
      await inStore(() => file.writeFile(piece));
      end += piece.length;
    }
    return { start, end: end - 1 };
  };
  for await (const column of columns) {
    const encoded = encoder.add(column);
    headers.push(await write(encoded.header));
    values.push(await write(encoded.values));
  }
  const { before, after } = encoder.frame();
  return [await write([before]), ...headers, await write([after]), ...values];
}

async function writeJson(file: FileHandle, { rows, columns }: Found): Promise<Range[]> {
  const named = async function* () {
    for await (const column of columns)
      yield column.type === 'dictionary'
        ? { ...column, words: JSON.parse(Buffer.from(column.words).toString()) as string[] }
        : column;
  };
  let end = 0;
  for await (const piece of columnsJson({ rows, columns: named() })) {
    await inStore(() => file.writeFile(piece));
    end += Buffer.byteLength(piece);
  }
  return [{ start: 0, end: end - 1 }];
}

async function* contentOf(file: FileHandle, ranges: readonly Range[]): AsyncGenerator<Buffer> {
  for (const { start, end } of ranges)
    if (end >= start) yield* file.createReadStream({ start, end, autoClose: false }) as AsyncIterable<Buffer>;
}
