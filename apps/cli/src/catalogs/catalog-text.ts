import type { Catalog } from '@exoplanet/client';
import { textTable } from '../program/text-table';

/** The difference of two catalogues, as far as it is printed. */
export interface VerdictDiff {
  appeared: { count: number };
  gone: { count: number };
  verdict_changed: {
    count: number;
    objects: {
      object: string;
      before: { prediction: string; probability: number };
      after: { prediction: string; probability: number };
      inputs: { field: string; log_odds: number }[];
    }[];
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

export const diffText = ({ appeared, gone, verdict_changed: changed }: VerdictDiff): string =>
  `${appeared.count} appeared, ${gone.count} gone, ${changed.count} with another verdict\n` +
  (changed.objects.length === 0
    ? ''
    : textTable(changed.objects, [
        { title: 'object', value: ({ object }) => object },
        { title: 'before', value: ({ before }) => `${before.prediction} ${before.probability}` },
        { title: 'after', value: ({ after }) => `${after.prediction} ${after.probability}` },
        {
          title: 'moved by (log-odds)',
          value: ({ inputs }) =>
            inputs
              .slice(0, MAX_INPUTS)
              .map(({ field, log_odds }) => `${field} ${log_odds < 0 ? '' : '+'}${log_odds}`)
              .join(', '),
        },
      ]));
