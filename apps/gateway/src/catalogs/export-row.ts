import {
  type CatalogRowDto,
  type CatalogTable,
  RESULT_COLUMNS,
  type ResultColumn,
  type RowReasonDto,
} from '@exoplanet/contracts';

/** Values of our columns, alike in every format. */
const RESULTS: Record<ResultColumn, (row: CatalogRowDto) => string | number | null> = {
  rank: ({ rank }) => rank,
  probability: ({ result }) => result?.probability ?? null,
  p16: ({ result }) => result?.p16 ?? null,
  p50: ({ result }) => result?.p50 ?? null,
  p84: ({ result }) => result?.p84 ?? null,
  prediction: ({ result }) => result?.prediction ?? null,
  set: ({ result }) => result?.set.join(' ') ?? null,
  in_distribution: ({ result }) => (result ? String(result.in_distribution) : null),
  distance: ({ result }) => result?.distance ?? null,
  checks: ({ result }) => text(result?.checks.map(({ name }) => name).join(' ')),
  reasons: ({ result }) => text(result?.reasons.map(reasonText).join('; ')),
  match: ({ result }) => (result?.match ? (result.match.parent.id ?? `row ${result.match.parent.index}`) : null),
  match_relation: ({ result }) => result?.match?.relation ?? null,
  objects: ({ result }) => result?.multiplicity?.objects ?? null,
  probability_alone: ({ result }) => result?.probability_alone ?? null,
  missing: ({ result }) => text(result?.missing.join(' ')),
  votes: ({ votes }) => votes,
  error: ({ error }) => (error ? text((error as { detail?: string }).detail) : null),
};

const text = (value: string | undefined): string | null => (value === '' ? null : (value ?? null));
const reasonText = ({ group, log_odds }: RowReasonDto): string => `${group} ${log_odds < 0 ? '' : '+'}${log_odds}`;

/** The cells of an exported row: those of the upload, then ours. */
export const exportRow = (row: CatalogRowDto, table: CatalogTable): (string | number | null)[] => [
  ...table.columns.map(({ name }) => row.cells[name]),
  ...RESULT_COLUMNS.map(({ name }) => RESULTS[name](row)),
];
