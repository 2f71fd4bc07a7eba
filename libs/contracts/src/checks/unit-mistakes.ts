import { CHECKED_FIELDS, type CheckedField, checkRow, type RowValues } from './row-checks';

/** A field that was probably given in another unit than ours. */
interface UnitMistake {
  field: CheckedField;
  /** The unit that the value seems to have, as in "duration looks like days". */
  unit: string;
  /** Factor from that unit to ours. */
  factor: number;
}

/** Other units in which tables and people give a field. */
export const UNIT_MISTAKES: readonly UnitMistake[] = [
  { field: 'duration', unit: 'days', factor: 24 },
  { field: 'duration', unit: 'minutes', factor: 1 / 60 },
  { field: 'period', unit: 'hours', factor: 1 / 24 },
  { field: 'period', unit: 'years', factor: 365.25 },
  { field: 'depth', unit: 'a fraction', factor: 1e6 },
  { field: 'depth', unit: 'per cent', factor: 1e4 },
  { field: 'radius', unit: 'Jupiter radii', factor: 11.209 },
  { field: 'radius', unit: 'solar radii', factor: 109.076 },
];

/** Where nearly all rows of the archive's tables lie, in our units. */
const USUAL: Partial<Record<CheckedField, readonly [low: number, high: number]>> = {
  period: [0.3, 1000],
  duration: [0.7, 24],
  depth: [15, 500_000],
  radius: [0.4, 100],
};
const USUAL_RANGES = Object.entries(USUAL).map(([field, range]) => ({
  column: columnOf(field as CheckedField),
  range,
}));

const ERRORS_OF: Partial<Record<CheckedField, readonly CheckedField[]>> = {
  depth: ['depth_err_low', 'depth_err_high'],
};

/** A mistake explains a row when correcting it leaves at most this share of the oddity. */
const MAX_REMAINDER = 0.1;

/**
 * The unit mistake that best explains why a row contradicts itself or is far from usual values.
 * @returns position in `UNIT_MISTAKES`, −1 when none explains it
 */
export function likelyMistake(values: RowValues): number {
  const before = oddityOf(values);
  let best = -1;
  let least = MAX_REMAINDER * before;
  if (before === 0) return best;
  UNIT_MISTAKES.forEach(({ field, factor }, position) => {
    const corrected = values.slice();
    for (const one of [field, ...(ERRORS_OF[field] ?? [])]) corrected[columnOf(one)] *= factor;
    const after = oddityOf(corrected);
    if (Number.isNaN(corrected[columnOf(field)]) || after > least || (best >= 0 && after === least)) return;
    best = position;
    least = after;
  });
  return best;
}

/** How odd a row is: by how much its checks exceed their limits, and its values the usual ranges, as natural logarithms. */
function oddityOf(values: RowValues): number {
  let oddity = 0;
  for (const { value, limit, impossible } of checkRow(values)) {
    const beyond = Math.abs(Math.log(value / limit));
    oddity += (Number.isFinite(beyond) ? beyond : 10) + (impossible ? 1 : 0.1);
  }
  for (const { column, range } of USUAL_RANGES) {
    const value = values[column];
    if (value < range[0]) oddity += Math.log(range[0] / Math.max(value, Number.MIN_VALUE));
    else if (value > range[1]) oddity += Math.log(value / range[1]);
  }
  return oddity;
}

function columnOf(field: CheckedField): number {
  return CHECKED_FIELDS.indexOf(field);
}
