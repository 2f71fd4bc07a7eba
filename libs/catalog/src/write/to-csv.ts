import type { CandidateRow, PredictionDto } from '@exoplanet/contracts';

/** A candidate to write, with its answer. */
export interface ExportRow {
  /** Missing where the row of the table could not be read. */
  candidate?: CandidateRow;
  /** The original row of the table, written after the answer; without it the candidate's fields are written. */
  original?: Readonly<Record<string, string>>;
  prediction?: PredictionDto;
  /** Why there is no prediction. */
  error?: string;
}

export interface PredictedRow extends ExportRow {
  /** 1 is the most likely planet; undefined without a prediction. */
  rank?: number;
}

/** Sorts by probability, the most likely planet first. Ties keep their order; rows without a prediction are last. */
export function rankRows<Row extends ExportRow>(rows: readonly Row[]): (Row & { rank?: number })[] {
  return [...rows]
    .sort((a, b) => (b.prediction?.probability ?? -1) - (a.prediction?.probability ?? -1))
    .map((row, index) => (row.prediction ? { ...row, rank: index + 1 } : row));
}

/** The columns of an answer and their values. */
const ANSWER: Readonly<Record<string, (row: PredictedRow) => unknown>> = {
  rank: ({ rank }) => rank,
  // A row that could not be read has its own cells under these names, or under those of its table.
  id: ({ candidate, original }) => candidate?.id ?? original?.id,
  star_id: ({ candidate, original }) => candidate?.star_id ?? original?.star_id,
  source: ({ candidate, original }) => candidate?.source ?? original?.source,
  probability: ({ prediction }) => prediction?.probability,
  prediction: ({ prediction }) => prediction?.prediction,
  confidence: ({ prediction }) => prediction?.confidence,
  prediction_set: ({ prediction }) => prediction?.prediction_set.join(' '),
  in_distribution: ({ prediction }) => prediction?.in_distribution.value,
  /** Names of the checks that the row fails. */
  checks: ({ prediction }) =>
    prediction?.checks.length ? prediction.checks.map(({ name }) => name).join(' ') : undefined,
  probability_p16: ({ prediction }) => prediction?.uncertainty?.p16,
  probability_p50: ({ prediction }) => prediction?.uncertainty?.p50,
  probability_p84: ({ prediction }) => prediction?.uncertainty?.p84,
  base_log_odds: ({ prediction }) => prediction?.explanation?.base_log_odds,
  log_odds: ({ prediction }) => prediction?.explanation?.log_odds,
  /** Contribution of each group of fields, strongest first, in the form of a catalogue's export. */
  reasons: ({ prediction }) =>
    prediction?.explanation?.contributions
      .map(({ group, log_odds }) => `${group} ${log_odds < 0 ? '' : '+'}${log_odds}`)
      .join('; '),
  model: ({ prediction }) => prediction && `${prediction.model.name}@${prediction.model.version}`,
  error: ({ error }) => error,
};

/**
 * Writes candidates ranked by probability as CSV: the answer first, then the row's original columns.
 * Answer columns without any value are left out, and so are original columns with the name of an answer column. `readTable` can read the text.
 */
export function toCsv(rows: readonly ExportRow[]): string {
  const ranked: PredictedRow[] = rankRows(rows);
  const answer = Object.keys(ANSWER).filter((name) => ranked.some((row) => ANSWER[name](row) != null));
  const others = ranked.map(({ original, candidate }) => original ?? ownFields(candidate ?? {}));
  const rest = [...new Set(others.flatMap((columns) => Object.keys(columns)))].filter((name) => !(name in ANSWER));
  const lines = ranked.map((row, index) => [
    ...answer.map((name) => ANSWER[name](row)),
    ...rest.map((name) => others[index][name]),
  ]);
  return [[...answer, ...rest], ...lines].map((cells) => cells.map(quoted).join(',') + '\n').join('');
}

function ownFields({ diagnostics, ...fields }: Partial<CandidateRow>): Record<string, unknown> {
  const named = Object.entries(diagnostics ?? {}).map(([name, value]) => [`diagnostics.${name}`, value] as const);
  return { ...fields, ...Object.fromEntries(named) };
}

/** One cell, quoted if a reader would otherwise split it or treat it as a comment. */
function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
  return /[",\n\r]|^[#\s]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
