import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  EXPORT_MARK,
  exportMarkOf,
  TABLE_FORMATS,
  type TableDetection,
  withoutClashes,
  writeTable,
  type WrittenColumn,
} from '@exoplanet/catalog';
import { type CatalogTable, RESULT_COLUMNS } from '@exoplanet/contracts';
import { VERSION } from '@exoplanet/platform';
import type { ExportQueryDto } from './catalogs.dto';
import type { ReadableCatalog } from './readable-catalogs';

/** An export whose reader takes nothing for this long is ended, because it occupies the database of catalogues [ms]. */
const MAX_PAUSE = 120_000;

export interface ExportFile {
  type: string;
  name: string;
  stream: Readable;
}

/** The rows of a catalogue as a file that is written while it is sent. */
export async function exportOf(open: ReadableCatalog, { format, sort, filter }: ExportQueryDto): Promise<ExportFile> {
  const { catalog, content, table, queries } = open;
  const base = catalog.spec.name.replace(/(\.(csv|tsv|txt|jsonl|xml|vot|ecsv|tbl|parquet))?(\.gz)?$/i, '');
  const detection = table.detection as unknown as TableDetection & { decimal_comma?: boolean };
  const description = {
    columns: columnsOf(table, detection),
    provenance: provenanceOf(open),
    mapping: catalog.spec.mapping,
    decimalComma: detection.decimal_comma,
  };
  if (format === 'parquet') {
    const path = queries.scratchFile();
    const metadata = textsOf({
      ...description.provenance,
      [EXPORT_MARK]: exportMarkOf({ ...description, columns: withoutClashes(description.columns) }),
    });
    await queries.writeParquet(catalog, content, table, { sort, filter }, path, metadata);
    const stream = createReadStream(path);
    stream.once('close', () => void rm(path, { force: true }));
    return { type: 'application/vnd.apache.parquet', name: `${base}-scored.parquet`, stream };
  }
  const { type, extension } = TABLE_FORMATS[format];
  // The first group is read before the answer begins, so that an invalid query still gets an error answer.
  const rows = queries.exported(catalog, content, table, { sort, filter });
  const first = await rows.next();
  const groups = async function* () {
    if (first.done) return;
    yield first.value;
    yield* rows;
  };
  const end = () => stream.destroy(new Error('the reader of an export has taken nothing for two minutes'));
  const pieces = endedByPause(writeTable(format, description, groups()), end);
  const stream = Readable.from(pieces, { objectMode: false });
  // A generator that was never asked for anything runs no `finally`: the caller may be gone before the first byte.
  stream.once('close', () => void rows.return(undefined).catch(() => undefined));
  return { type, name: `${format === 'exofop' ? `DRAFT-${base}` : `${base}-scored`}.${extension}`, stream };
}

/** Gives what it is given, and calls `end` where the next piece is not asked for within `MAX_PAUSE`. */
async function* endedByPause<T>(pieces: AsyncIterable<T>, end: () => void): AsyncGenerator<T> {
  for await (const piece of pieces) {
    const timer = setTimeout(end, MAX_PAUSE).unref();
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The columns of the upload with the field that each was read into, then ours. */
function columnsOf(table: CatalogTable, { columns }: TableDetection): WrittenColumn[] {
  const fields = new Map(columns.map(({ name, field }) => [name, field]));
  return [
    ...table.columns.map((column) => ({ ...column, field: fields.get(column.name) })),
    ...RESULT_COLUMNS.map((column) => ({ ...column, role: 'result' as const })),
  ];
}

/** What made the file, for its header. */
function provenanceOf({
  catalog: { spec },
  content: { model, ranking, end },
  table,
}: ReadableCatalog): Record<string, unknown> {
  return {
    service: `exoplanet ${VERSION}`,
    written_at: new Date().toISOString(),
    catalogue: spec.name,
    catalog_id: spec.catalog_id,
    upload_sha256: spec.upload.sha256,
    uploaded_at: spec.created_at,
    kind: table.kind,
    model: model ? `${model.name}@${model.version}` : null,
    model_sha256: model?.sha256 ?? null,
    probability: 'calibrated probability that the candidate is a planet; a score does not confirm a planet',
    prediction_sets:
      'classes that cannot be excluded at the 95 % level: conformal thresholds by mission and kind of input, on the card of the model',
    ...(spec.mapping ? { mapping: spec.mapping } : {}),
    rows: table.rows,
    refused: table.refused,
    ...(ranking ? { counts: ranking.counts } : {}),
    state: end?.state ?? 'in progress',
  };
}

/** Values as texts: texts as they are, everything else as JSON. */
const textsOf = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
