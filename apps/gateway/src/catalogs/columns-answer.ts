import { type FileHandle, open, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ColumnsEncoder, columnsJson } from '@exoplanet/contracts';
import type { RowSelectionDto } from './catalogs.dto';
import type { ReadableCatalog } from './readable-catalogs';

/** Bytes of a file, from the first to the last, both included. */
interface Range {
  start: number;
  end: number;
}

/**
 * Columns of a catalogue, complete in a file before they are sent: a caller who reads slowly keeps no memory. The file has no name, so
 * it is gone when the answer ends in any way.
 */
export async function columnsAnswer(
  { catalog, content, table, queries }: ReadableCatalog,
  names: readonly string[],
  selection: Pick<RowSelectionDto, 'sort' | 'filter'>,
  isJson: boolean,
): Promise<{ bytes: number; stream: Readable }> {
  const found = await queries.columns(catalog, content, table, names, selection);
  const path = catalog.objects.scratchFile();
  const file = await open(path, 'wx+');
  try {
    await unlink(path);
    const ranges = isJson ? await writeJson(file, found) : await writeBinary(file, found);
    const bytes = ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
    return {
      bytes,
      stream: Readable.from(contentOf(file, ranges), { objectMode: false }).once('close', () => void file.close()),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

type Found = Awaited<ReturnType<ReadableCatalog['queries']['columns']>>;

/** Writes the columns, then what stands before them: that is known last. Returns the two in the order of the answer. */
async function writeBinary(file: FileHandle, { rows, columns }: Found): Promise<Range[]> {
  const encoder = new ColumnsEncoder(rows);
  let end = 0;
  const write = async (pieces: Uint8Array[]) => {
    for (const piece of pieces) {
      await file.writeFile(piece);
      end += piece.length;
    }
  };
  for await (const column of columns) await write(encoder.add(column));
  const startOfStart = end;
  await write(encoder.start());
  return [
    { start: startOfStart, end: end - 1 },
    { start: 0, end: startOfStart - 1 },
  ];
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
    await file.writeFile(piece);
    end += Buffer.byteLength(piece);
  }
  return [{ start: 0, end: end - 1 }];
}

async function* contentOf(file: FileHandle, ranges: readonly Range[]): AsyncGenerator<Buffer> {
  for (const { start, end } of ranges)
    if (end >= start) yield* file.createReadStream({ start, end, autoClose: false }) as AsyncIterable<Buffer>;
}
