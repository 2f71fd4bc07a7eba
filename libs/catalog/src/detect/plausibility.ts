import type { CandidateRow } from '@exoplanet/contracts';
import { numberIn } from '../candidate/cell';
import type { Plan, PlannedColumn } from '../candidate/plan';
import { type Unit, unitsOf } from '../units';
import type { PlausibilityFinding } from './detection';

/** A sampled row that could be read. */
export interface SampledRow {
  cells: readonly string[];
  candidate: CandidateRow;
}

interface Sample {
  rows: readonly SampledRow[];
  plan: Plan;
  /** Names of the columns. */
  names: readonly string[];
  decimalComma: boolean;
}

/** A median further from the physics than this factor is suspicious; another unit must come this much nearer. */
const FAR = 5;
const FAR_DEPTH = 50;
const NEAR = 3;

/** Durations of a central transit across the Sun on a circular orbit of 1 d [h]: P / (π · 4.208), Winn (2010), equation 19. */
const DURATION_AT_ONE_DAY = 24 / (Math.PI * 4.2083);
/** log g of the Sun [log10(cm/s²)]. */
const SUN_LOGG = 4.438;
const EARTH_IN_SUN_RADII = 6378.1 / 695_700;

/** When each mission observed, with a margin [BJD]. */
const OBSERVED: Readonly<Record<CandidateRow['source'], readonly [number, number]>> = {
  KEPLER: [2454800, 2456600],
  K2: [2456500, 2458600],
  TESS: [2458200, 2466500],
};

/** Fields whose error is often larger than the value. */
const NEAR_ZERO = new Set(['impact', 'star_pmra', 'star_pmdec', 'insol']);

/** The columns whose values do not fit their unit, judged from the sampled rows, each with the change to the mapping that fixes it. */
export function implausibleColumns(sample: Sample): PlausibilityFinding[] {
  return [...durations(sample), ...depths(sample), ...epochs(sample), ...errors(sample)];
}

function durations(sample: Sample): PlausibilityFinding[] {
  const column = sample.plan.measured.get('duration')?.[0]?.value;
  if (!column) return [];
  const rows = valuesOf(sample, column).flatMap(({ value, candidate }) => {
    const period = candidate.period;
    return typeof period === 'number' ? [{ value, period, expected: expectedDuration(period, candidate) }] : [];
  });
  if (rows.length === 0) return [];
  const distances = new Map(
    unitsOf('duration').map((unit) => [
      unit,
      median(rows.map((row) => logRatio(row.value * unit.scale, row.expected))),
    ]),
  );
  const tooLong =
    rows.filter(({ value, period }) => value * column.unit.scale > (period * 24) / 4).length > rows.length / 2;
  if (!tooLong && distances.get(column.unit)! <= Math.log(FAR)) return [];
  const [best, distance] = [...distances].reduce((a, b) => (b[1] < a[1] ? b : a));
  if (best === column.unit || distance > Math.log(NEAR)) return [];
  const name = sample.names[column.index];
  const why = tooLong ? 'most are above a quarter of the period' : 'they are far from what the periods allow';
  return [wrongUnit('duration_unit', 'duration', name, column, best, `durations in ${column.unit.name}: ${why}`)];
}

/** Duration of a central transit on a circular orbit [h]. */
function expectedDuration(period: number, { star_logg: logg, star_radius: radius }: CandidateRow): number {
  const density = typeof logg === 'number' && typeof radius === 'number' ? 10 ** (logg - SUN_LOGG) / radius : 1;
  return DURATION_AT_ONE_DAY * Math.cbrt(period / density);
}

function depths(sample: Sample): PlausibilityFinding[] {
  const column = sample.plan.measured.get('depth')?.[0]?.value;
  const rows = column ? valuesOf(sample, column) : [];
  if (!column || rows.length === 0) return [];
  const middle = median(rows.map(({ value }) => value * column.unit.scale));
  const expected = rows.flatMap(({ value, candidate: { radius, star_radius: star } }) =>
    typeof radius === 'number' && typeof star === 'number'
      ? [{ value, depth: 1e6 * ((radius * EARTH_IN_SUN_RADII) / star) ** 2 }]
      : [],
  );
  const distanceIn = (unit: Unit) => median(expected.map(({ value, depth }) => logRatio(value * unit.scale, depth)));
  const outside = middle < 1 || middle > 1e6;
  const far = expected.length > 0 && distanceIn(column.unit) > Math.log(FAR_DEPTH);
  if (!outside && !far) return [];
  const units = unitsOf('depth');
  const nearest = expected.length > 0 ? units.reduce((a, b) => (distanceIn(b) < distanceIn(a) ? b : a)) : undefined;
  const physical = nearest && distanceIn(nearest) <= Math.log(NEAR) ? nearest : undefined;
  const best = physical ?? (outside ? guessedDepthUnit(median(rows.map(({ value }) => value)), units) : undefined);
  if (!best || best === column.unit) return [];
  const why = outside ? `the median is ${short(middle)} ppm` : 'they are far from what the radii say';
  const name = sample.names[column.index];
  return [wrongUnit('depth_unit', 'depth', name, column, best, `depths in ${column.unit.name}: ${why}`)];
}

/** By the size of the numbers alone: 0.01 is taken for a depth of 0.01 %, and smaller numbers for fractions of the flux. */
function guessedDepthUnit(middle: number, units: readonly Unit[]): Unit | undefined {
  const name = middle < 0.01 ? 'fraction' : middle < 100 ? '%' : 'ppm';
  return units.find((unit) => unit.name === name);
}

function epochs(sample: Sample): PlausibilityFinding[] {
  const column = sample.plan.epochs[0];
  const rows = column ? valuesOf(sample, column) : [];
  if (!column || rows.length === 0) return [];
  const share = ({ scale, offset = 0 }: Unit) =>
    rows.filter(({ value, candidate }) => {
      const [first, last] = OBSERVED[candidate.source];
      const bjd = value * scale + offset;
      return bjd >= first && bjd <= last;
    }).length / rows.length;
  if (share(column.unit) >= 0.5) return [];
  const name = sample.names[column.index];
  const best = unitsOf('epoch').reduce((a, b) => (share(b) > share(a) ? b : a));
  if (share(best) > 0.5)
    return [
      wrongUnit(
        'epoch_unit',
        'epoch',
        name,
        column,
        best,
        `times in ${column.unit.name}: most are outside the mission`,
      ),
    ];
  const sentence = `Most values of "${name}" are not times at which the mission observed, in BJD, BKJD, BTJD or MJD. Leave the column out, or correct it.`;
  return [{ column: name, finding: 'epoch_unit', sentence, change: { fields: { epoch: { column: null } } } }];
}

function errors(sample: Sample): PlausibilityFinding[] {
  return [...sample.plan.measured].flatMap(([field, [choice]]) =>
    NEAR_ZERO.has(field)
      ? []
      : (['both', 'low', 'high'] as const).flatMap((side) => {
          const column = choice[side];
          const error = side === 'both' ? `${field}_err` : `${field}_err_${side}`;
          if (!column) return [];
          const shares = sample.rows.flatMap(({ candidate }) => {
            const [value, width] = [candidate[field], candidate[error]];
            return typeof value === 'number' && typeof width === 'number' && value !== 0
              ? [width / Math.abs(value)]
              : [];
          });
          const large = shares.filter((share) => share > 1).length;
          if (shares.length < 2 || large <= shares.length / 2) return [];
          const name = sample.names[column.index];
          const sentence = `${large} of ${shares.length} sampled errors in "${name}" are larger than the ${field} itself, so their unit is probably another one. Leave them out, or name their unit.`;
          return [
            { column: name, finding: 'errors' as const, sentence, change: { fields: { [error]: { column: null } } } },
          ];
        }),
  );
}

function wrongUnit(
  finding: PlausibilityFinding['finding'],
  field: string,
  name: string,
  { unit }: PlannedColumn,
  better: Unit,
  why: string,
): PlausibilityFinding {
  return {
    column: name,
    finding,
    sentence: `"${name}" does not look like ${why}. The values fit ${better.name} better than ${unit.name}.`,
    change: { fields: { [field]: { column: name, unit: better.name } } },
  };
}

function valuesOf(
  { rows, plan, decimalComma }: Sample,
  { index }: PlannedColumn,
): { value: number; candidate: CandidateRow }[] {
  return rows.flatMap(({ cells, candidate }) => {
    const value = numberIn(cells[index], decimalComma);
    return value === undefined || Number.isNaN(value) || value === plan.missing || value === 0
      ? []
      : [{ value, candidate }];
  });
}

const logRatio = (a: number, b: number): number => Math.abs(Math.log(Math.abs(a) / b));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
