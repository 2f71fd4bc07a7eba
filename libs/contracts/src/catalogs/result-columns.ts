import type { CatalogColumn } from './catalog';

/** The columns that we add to a catalogue, in the order of an export. */
export const RESULT_COLUMNS = [
  { name: 'rank', type: 'number' },
  { name: 'probability', type: 'number' },
  { name: 'p16', type: 'number' },
  { name: 'p50', type: 'number' },
  { name: 'p84', type: 'number' },
  { name: 'prediction', type: 'text' },
  { name: 'set', type: 'text' },
  { name: 'in_distribution', type: 'text' },
  { name: 'distance', type: 'number' },
  { name: 'checks', type: 'text' },
  { name: 'reasons', type: 'text' },
  { name: 'match', type: 'text' },
  { name: 'match_relation', type: 'text' },
  { name: 'objects', type: 'number' },
  { name: 'probability_alone', type: 'number' },
  { name: 'missing', type: 'text' },
  { name: 'votes', type: 'text' },
  { name: 'error', type: 'text' },
] as const satisfies readonly Omit<CatalogColumn, 'role'>[];
