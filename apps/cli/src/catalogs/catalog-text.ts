import type { Catalog } from '@exoplanet/client';
import { textTable } from '../program/text-table';

interface Judged {
  prediction: string | null;
  probability: number | null;
}

/** The difference of two catalogues, as far as it is printed. */
export interface CatalogDiff {
  appeared: { count: number; objects: (Judged & { object: string })[] };
  gone: { count: number; objects: (Judged & { object: string })[] };
  verdict_changed: {
    count: number;
    objects: { object: string; before: Judged; after: Judged; inputs: { field: string; log_odds: number }[] }[];
  };
}

/** Maximum number of inputs that are named beside an object. */
const MAX_INPUTS = 3;

export function catalogText(catalog: Catalog): string {
  const { catalog_id, name, state, progress, counts, model, error } = catalog;
  return [
    `${catalog_id}  ${name}: ${state}`,
    ...(error ? [`${error.code}: ${error.message}`] : []),
    `${progress.rows_read} rows read, ${progress.rows_scored} scored, ${counts.refused} refused, ${progress.rows_explained} explained`,
    `${counts.likely_planet} likely planets, ${counts.likely_false_positive} likely false positives, ${counts.undecided} undecided`,
    ...(model ? [`model ${model.name}@${model.version}. A score does not confirm a planet.`] : []),
    '',
  ].join('\n');
}

export const listText = (catalogs: readonly Catalog[]): string =>
  textTable(catalogs, [
    { title: 'id', value: ({ catalog_id }) => catalog_id },
    { title: 'name', value: ({ name }) => name },
    { title: 'state', value: ({ state }) => state },
    { title: 'rows', value: ({ progress }) => progress.rows_read },
    { title: 'planets', value: ({ counts }) => counts.likely_planet },
    { title: 'uploaded', value: ({ created_at }) => created_at },
  ]);

/** How many objects differ, and each of them. */
export function diffText({ appeared, gone, verdict_changed: changed }: CatalogDiff): string {
  const rows = [
    ...changed.objects.map((row) => ({ change: 'other verdict', ...row })),
    ...appeared.objects.map((after) => ({ change: 'appeared', object: after.object, after, inputs: [] })),
    ...gone.objects.map((before) => ({ change: 'gone', object: before.object, before, inputs: [] })),
  ] satisfies Difference[];
  const counts = `${appeared.count} appeared, ${gone.count} gone, ${changed.count} with another verdict\n`;
  return rows.length === 0 ? counts : `${counts}\n${textTable<Difference>(rows, DIFFERENCE)}`;
}

interface Difference {
  change: string;
  object: string;
  before?: Judged;
  after?: Judged;
  inputs: readonly { field: string; log_odds: number }[];
}

const judged = (row?: Judged): string => (row?.prediction ? `${row.prediction} ${row.probability}` : '-');

const DIFFERENCE = [
  { title: 'change', value: ({ change }: Difference) => change },
  { title: 'object', value: ({ object }: Difference) => object },
  { title: 'before', value: ({ before }: Difference) => judged(before) },
  { title: 'after', value: ({ after }: Difference) => judged(after) },
  {
    title: 'moved by (log-odds)',
    value: ({ inputs }: Difference) =>
      inputs
        .slice(0, MAX_INPUTS)
        .map(({ field, log_odds }) => `${field} ${log_odds < 0 ? '' : '+'}${log_odds}`)
        .join(', '),
  },
];
