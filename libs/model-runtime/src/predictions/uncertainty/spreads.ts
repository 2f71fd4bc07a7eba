import { MAX_VALUE, type Measurement, MEASUREMENTS } from '@exoplanet/contracts';
import { type Relation, RELATIONS } from './relations';

/** Deviations below and above a value (1 sigma), positive. */
type Sides = readonly [low: number, high: number];

/** A supplied value that is drawn: its column, how it varies, and its physical range. */
export interface Spread {
  column: string;
  value: number;
  /** Its own variation below and above, independent of other values, in the field's unit. */
  low: number;
  high: number;
  /** Columns of the values that it follows, each with a power; these are drawn first. */
  follows: readonly (readonly [column: string, power: number])[];
  logarithmic: boolean;
  allowed: { above: number; minimum: number; maximum: number };
}

/** Fields that follow others come after them. */
const ORDER: readonly Measurement[] = [
  ...MEASUREMENTS.filter(({ name }) => RELATIONS.every(({ field }) => field !== name)),
  ...new Set(RELATIONS.map(({ field }) => MEASUREMENTS.find(({ name }) => name === field)!)),
];

/**
 * How the values of a row vary within their errors: `err_low` below the value, `err_high` above, one error alone on both sides.
 * For a value that follows from others, the errors of the others explain a part of its error and the rest is independent, so
 * that in total it varies by its stated error. A value without an error varies with the others alone.
 * @param given the row, NaN for missing
 * @returns in drawing order
 */
export function spreadsOf(columns: readonly string[], given: Float32Array): Spread[] {
  const at = (name: string) => given[columns.indexOf(name)] ?? NaN;
  const varying = new Map<string, Sides>();
  return ORDER.flatMap((field): Spread[] => {
    const { name } = field;
    const value = at(name);
    if (Number.isNaN(value)) return [];
    const errors = errorsOf(at(`${name}_err_low`), at(`${name}_err_high`));
    const relation = RELATIONS.find(
      (one) => one.field === name && Object.keys(one.powers).some((other) => varying.has(other)),
    );
    const unit = relation?.logarithmic ? 1 / Math.LN10 : Math.abs(value);
    const stated: Sides = [errors[0] / unit, errors[1] / unit];
    const { powers, explained } = relation && unit > 0 ? explainedBy(relation, varying, stated) : NOTHING;
    const sigma = size(stated) > 0 ? stated : explained;
    if (!(size(sigma) > 0)) return [];
    if (value > 0) varying.set(name, sigma);
    const rest = (side: 0 | 1) =>
      powers.length > 0 ? unit * Math.sqrt(Math.max(0, stated[side] ** 2 - explained[side] ** 2)) : errors[side];
    return [
      {
        column: name,
        value,
        low: rest(0),
        high: rest(1),
        follows: powers,
        logarithmic: relation?.logarithmic ?? false,
        allowed: rangeOf(field),
      },
    ];
  });
}

const NOTHING: { powers: [string, number][]; explained: Sides } = { powers: [], explained: [0, 0] };

/**
 * The powers with which a value follows the others, and how much it varies with them (relative). If that exceeds its stated
 * error, all powers are scaled down by the same factor.
 */
function explainedBy({ powers }: Relation, varying: ReadonlyMap<string, Sides>, stated: Sides): typeof NOTHING {
  const others = Object.entries(powers).filter(([other]) => varying.has(other));
  const side = (index: 0 | 1) =>
    Math.hypot(...others.map(([other, power]) => power * varying.get(other)![power < 0 ? 1 - index : index]));
  const full: Sides = [side(0), side(1)];
  const share = size(stated) > 0 ? Math.min(1, size(stated) / size(full)) : 1;
  return {
    powers: others.map(([other, power]) => [other, share * power]),
    explained: [share * full[0], share * full[1]],
  };
}

const size = ([low, high]: Sides): number => Math.hypot(low, high);

function errorsOf(low: number, high: number): Sides {
  const errors: Sides = [Number.isNaN(low) ? high : low, Number.isNaN(high) ? low : high];
  return errors[0] > 0 || errors[1] > 0 ? errors : [0, 0];
}

function rangeOf({
  exclusive_minimum: above = -Infinity,
  minimum = -MAX_VALUE,
  maximum = MAX_VALUE,
}: Measurement): Spread['allowed'] {
  return { above, minimum, maximum };
}
