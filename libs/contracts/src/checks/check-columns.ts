import type { CandidateTable } from '../candidate/rows';
import { CHECKED_FIELDS, type CheckName, checkRow, CHECKS, type RowValues } from './row-checks';
import { likelyMistake } from './unit-mistakes';

/**
 * The failed checks of a table as columns, ordered by row: rows without one, which are most, take no room.
 */
export interface CheckColumns {
  row: Uint32Array;
  /** Position in `CHECKS`. */
  check: Uint8Array;
  value: Float64Array;
  limit: Float64Array;
  /** 1 where the check withholds the decision. */
  withholds: Uint8Array;
  /** Position in `UNIT_MISTAKES` that explains the row, plus 1; 0 for none. */
  mistake: Uint8Array;
}

/** What a model says about the rows of a table, as far as it withholds decisions. */
export interface ModelReach {
  /** [rows], 1 inside the training distribution. */
  inside: Uint8Array;
  /** [rows] */
  distance: Float32Array;
  distanceLimit: number;
  /** [rows], negative for a row without a field that the model uses for its mission. */
  state: Float32Array;
}

const NUMBER = new Map<CheckName, number>(CHECKS.map((name, index) => [name, index]));

/** Checks every row of a table: whether its fields agree with each other, and whether the model can judge it. */
export function checkTable({ columns, rows, values }: CandidateTable, reach: ModelReach): CheckColumns {
  const positions = CHECKED_FIELDS.map((name) => columns.indexOf(name));
  const row: RowValues = new Float64Array(CHECKED_FIELDS.length);
  const found = new FoundChecks();
  for (let index = 0, offset = 0; index < rows; index++, offset += columns.length) {
    for (let field = 0; field < positions.length; field++) {
      const position = positions[field];
      row[field] = position < 0 ? NaN : values[offset + position];
    }
    const findings = checkRow(row);
    const inside = reach.inside[index] === 1;
    if (findings.length === 0 && inside) continue;
    const withheld = !inside || findings.some(({ impossible }) => impossible);
    const mistake = withheld ? likelyMistake(row) + 1 : 0;
    for (const { check, value, limit, impossible } of findings)
      found.add(index, check, value, limit, impossible, impossible ? mistake : 0);
    if (reach.state[index] < 0) found.add(index, 'usable_fields', 0, 1, true, 0);
    else if (!inside) found.add(index, 'distribution', reach.distance[index], reach.distanceLimit, true, mistake);
  }
  return found.columns();
}

class FoundChecks {
  private readonly entries: { [column in keyof CheckColumns]: number[] } = {
    row: [],
    check: [],
    value: [],
    limit: [],
    withholds: [],
    mistake: [],
  };

  add(row: number, check: CheckName, value: number, limit: number, withholds: boolean, mistake: number): void {
    this.entries.row.push(row);
    this.entries.check.push(NUMBER.get(check)!);
    this.entries.value.push(value);
    this.entries.limit.push(limit);
    this.entries.withholds.push(Number(withholds));
    this.entries.mistake.push(mistake);
  }

  columns(): CheckColumns {
    const { row, check, value, limit, withholds, mistake } = this.entries;
    return {
      row: Uint32Array.from(row),
      check: Uint8Array.from(check),
      value: Float64Array.from(value),
      limit: Float64Array.from(limit),
      withholds: Uint8Array.from(withholds),
      mistake: Uint8Array.from(mistake),
    };
  }
}
