/** How a row relates to the row that has the same ephemeris. */
export const MATCH_RELATIONS = ['weaker', 'stronger', 'unknown', 'same_star'] as const;
export type MatchRelation = (typeof MATCH_RELATIONS)[number];

/**
 * What the other rows of a batch or catalogue say about a row, as columns ordered by row. Rows without a match and alone on
 * their star, which are most, take no room.
 */
export interface ContextColumns {
  row: Uint32Array;
  /** Key of the row with the same ephemeris, in a batch its position; -1 for none. */
  parent: Int32Array;
  /** [arcsec], NaN where a position is missing. */
  separation: Float32Array;
  /** Strength of the match: −log₁₀ of the chance of a coincidence, up to a factor. */
  match: Float32Array;
  /** Period of the row over that of the parent. */
  ratio: Float32Array;
  /** Position in `MATCH_RELATIONS`. */
  relation: Uint8Array;
  /** Objects on the star, the row itself included; 0 where the star is unknown. */
  objects: Uint16Array;
}

/** What a model makes of the context of its rows, entry by entry. */
export interface ContextChanges {
  /** Change of the log-odds by the match; 0 where the model does not use it. */
  byMatch: Float64Array;
  byMultiplicity: Float64Array;
  /** Probability of the row alone. */
  alone: Float64Array;
}

/** A consecutive stretch of rows, with their numbers counted from the first one. Parents keep their keys. */
export function contextOfRows(columns: ContextColumns, firstRow: number, rows: number): ContextColumns {
  const from = firstAtLeast(columns.row, firstRow);
  const to = firstAtLeast(columns.row, firstRow + rows);
  return {
    row: columns.row.slice(from, to).map((row) => row - firstRow),
    parent: columns.parent.slice(from, to),
    separation: columns.separation.slice(from, to),
    match: columns.match.slice(from, to),
    ratio: columns.ratio.slice(from, to),
    relation: columns.relation.slice(from, to),
    objects: columns.objects.slice(from, to),
  };
}

/** Entry of a row, -1 for none. */
export function entryOfRow({ row: rows }: Pick<ContextColumns, 'row'>, row: number): number {
  const entry = firstAtLeast(rows, row);
  return rows[entry] === row ? entry : -1;
}

function firstAtLeast(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
