import { DERIVED_OBJECTS } from '../catalog/object-names';
import type { CatalogContent, StoredCatalog } from '../catalog/stored-catalog';
import { literal, parquet } from '../database/database';
import { EMPTY_EXPLANATIONS, EMPTY_SCORES, EMPTY_VOTES } from '../parts/empty-tables';
import { RANKED_KEY } from '../parts/ranking';

/** The tables of a catalogue at one moment, as SQL. */
export interface Relations {
  /** Uploaded rows: key, line, error, cells. */
  rows: string;
  /** The same rows, quickly found by key: key, line, error, all cells as one text. */
  cells: string;
  /** Results by key; once every row has its rank, with an entry for each row. */
  results: string;
  /** Once every row has its rank: the results as they stand in their files, in the order of `rows`. Their key is `RANKED_KEY`. */
  ranked?: string;
  /** Explanations and quantiles by key. */
  explanations: string;
  /** Consensus of the voters by key, of rows that have votes. */
  votes: string;
  /** Changes when the content does. */
  version: string;
}

export async function relationsOf(catalog: StoredCatalog, content: CatalogContent): Promise<Relations | undefined> {
  const { objects } = catalog;
  const local = (name: string) => objects.localFile(catalog.key(name));
  const paths = (parts: readonly number[], name: (part: number) => string) =>
    Promise.all(parts.map((part) => local(name(part))));
  if (content.rowParts.length === 0) return undefined;
  const isRanked = content.ranking !== undefined;
  const [rows, cells, ranked, scores, explained, explainedRows] = await Promise.all([
    paths(content.rowParts, DERIVED_OBJECTS.rows),
    paths(content.rowParts, DERIVED_OBJECTS.cells),
    isRanked ? paths(content.rowParts, DERIVED_OBJECTS.ranked) : [],
    isRanked ? [] : paths(content.scoredParts, DERIVED_OBJECTS.scores),
    paths(content.explainedParts, DERIVED_OBJECTS.explained),
    paths(content.explainedRows, DERIVED_OBJECTS.explainedRow),
  ]);
  return {
    rows: parquet(rows),
    cells: parquet(cells),
    results: isRanked
      ? `(SELECT ${RANKED_KEY} AS key, * EXCLUDE (${RANKED_KEY}) FROM ${parquet(ranked)})`
      : unranked(scores),
    ...(isRanked ? { ranked: parquet(ranked) } : {}),
    explanations: explanationsOf(explained, explainedRows),
    votes: votesTable(content.votes),
    version: [
      JSON.stringify(content.votes),
      rows.length,
      isRanked ? 'ranked' : scores.length,
      explained.length,
      explainedRows.length,
    ].join('.'),
  };
}

const votesTable = (votes: CatalogContent['votes']): string =>
  votes.length === 0
    ? EMPTY_VOTES
    : `(SELECT * FROM (VALUES ${votes.map(({ key, consensus }) => `(${key}, ${literal(consensus)})`).join(', ')}) AS voted(key, votes))`;

/** While parts are being scored, the rank is that among the rows scored so far. */
function unranked(scores: readonly string[]): string {
  const scored = scores.length > 0 ? parquet(scores) : EMPTY_SCORES;
  return `(SELECT *, row_number() OVER (ORDER BY probability DESC, key)::INTEGER AS rank FROM ${scored})`;
}

/** A row can be explained on demand before its turn comes. */
function explanationsOf(parts: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return parts.length > 0 ? parquet(parts) : EMPTY_EXPLANATIONS;
  if (parts.length === 0) return parquet(rows);
  return `(FROM ${parquet(parts)} UNION ALL SELECT * FROM ${parquet(rows)} WHERE key NOT IN (SELECT key FROM ${parquet(parts)}))`;
}
