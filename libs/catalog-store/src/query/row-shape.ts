import type {
  CandidateClass,
  CatalogRowDto,
  CatalogTable,
  CheckDto,
  ExplanationDto,
  MatchDto,
  MultiplicityDto,
  RowReasonDto,
  Verdict,
} from '@exoplanet/contracts';

/** The cells of a row from its one text; null is missing. V8 keeps short texts that JSON.parse gives for long, so it is used only where one is escaped. */
export function cellsOf(json: string): (string | null)[] {
  const cells = json.includes('\\') ? (JSON.parse(json) as string[]) : json.slice(2, -2).split('","');
  return cells.map((cell) => (cell === '' ? null : cell));
}

/** The columns of a row with its result, for `rowOf`. */
export const rowColumns = (explanation: boolean): string =>
  [
    'r.key, r.line, r.error, r.cells, s.rank, s.probability, s.prediction, s."set", s.in_distribution, s.distance, s.checks_json',
    's.missing, s.match_json, s.multiplicity_json, s.probability_alone, e.p16, e.p50, e.p84, e.reasons_json, v.votes',
    ...(explanation ? ['e.explanation'] : []),
  ].join(', ');

/** A row as the API shows it. @param row the columns of `rowColumns` by name */
export function rowOf(row: Record<string, unknown>, table: CatalogTable): CatalogRowDto {
  const uploaded = table.columns.filter(({ role }) => role !== 'result');
  const texts = cellsOf(row.cells as string);
  const cells = Object.fromEntries(uploaded.map(({ name }, index) => [name, texts[index]]));
  const { explanation } = row as { explanation?: string | null };
  return {
    key: row.key as number,
    line: row.line as number,
    rank: (row.rank as number | null) ?? null,
    cells,
    result: row.probability == null ? null : resultOf(row),
    votes: (row.votes as string | null) ?? null,
    error: parsed<object>(row.error) ?? null,
    ...(explanation ? { explanation: JSON.parse(explanation) as ExplanationDto } : {}),
  };
}

function resultOf(row: Record<string, unknown>): CatalogRowDto['result'] {
  return {
    probability: row.probability as number,
    p16: row.p16 as number | null,
    p50: row.p50 as number | null,
    p84: row.p84 as number | null,
    prediction: row.prediction as Verdict,
    set: words(row.set) as CandidateClass[],
    in_distribution: row.in_distribution as boolean,
    distance: row.distance as number,
    checks: parsed<CheckDto[]>(row.checks_json) ?? [],
    missing: words(row.missing),
    reasons: parsed<RowReasonDto[]>(row.reasons_json) ?? [],
    match: parsed<MatchDto>(row.match_json) ?? null,
    multiplicity: parsed<MultiplicityDto>(row.multiplicity_json) ?? null,
    probability_alone: row.probability_alone as number | null,
  };
}

const words = (text: unknown): string[] => (typeof text === 'string' && text !== '' ? text.split(' ') : []);
const parsed = <T>(json: unknown): T | undefined => (typeof json === 'string' ? (JSON.parse(json) as T) : undefined);
