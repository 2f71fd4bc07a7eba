import type { CheckDto } from './check.dto';
import type { CheckColumns } from './check-columns';
import { type CheckName, CHECKS } from './row-checks';
import { UNIT_MISTAKES } from './unit-mistakes';

/** Significant digits of a value in an answer. */
const DIGITS = 4;

/** What a check says, by whether the value is above or below its limit. */
type Reason = (value: number, limit: number) => string;

const REASONS: Record<CheckName, Reason> = {
  depth: (value, limit) =>
    limit === 1
      ? 'The depth is more than all the light of the star'
      : `The depth is ${value} of what a planet of this radius covers of the star`,
  impact: (value, limit) =>
    `With an impact parameter of ${value}, above the largest value of a transit (1 + Rp/R★: ${limit} with rounding), the planet misses the star`,
  duration: (value, limit) =>
    value < limit
      ? `The transit takes ${value} of the time that it should with this period and stellar density`
      : limit <= 1
        ? `The transit takes ${value} of the period`
        : `The transit takes ${value} times as long as it should with this period and stellar density`,
  insolation: (value) => `The insolation is ${value} of what the star gives at an orbit of this period`,
  equilibrium_temperature: (value) => `The equilibrium temperature is ${value} of that at this insolation`,
  orbit: (value) => `The orbit has a semi-major axis of ${value} stellar radii, inside the star`,
  surface_gravity: (value) => `With this radius and log g the star has ${value} solar masses`,
  stellar_mass: (value) => `The stellar mass from log g and radius is ${value} of the given one`,
  snr: (value) => `The signal-to-noise ratio is ${value} of depth over its error`,
  distribution: (value, limit) =>
    `The row is unlike the training data: its distance is ${value}, and nearly all rows of the archive's tables stay below ${limit}`,
  usable_fields: () => 'The row supplies no field that the model uses for its mission',
};

/** Where the checks of each row begin in the columns, [rows + 1]. */
export function checkOffsets({ row }: CheckColumns, rows: number): Uint32Array {
  const offsets = new Uint32Array(rows + 1);
  for (const one of row) offsets[one + 1]++;
  for (let index = 0; index < rows; index++) offsets[index + 1] += offsets[index];
  return offsets;
}

/** One failed check as answers carry it. */
export function renderCheck(columns: CheckColumns, index: number): CheckDto {
  const name = CHECKS[columns.check[index]];
  const value = rounded(columns.value[index]);
  const limit = rounded(columns.limit[index]);
  const mistake = columns.mistake[index];
  const hint = mistake > 0 ? `; ${UNIT_MISTAKES[mistake - 1].field} looks like ${UNIT_MISTAKES[mistake - 1].unit}` : '';
  return {
    name,
    value,
    limit,
    withholds_decision: columns.withholds[index] === 1,
    sentence: `${REASONS[name](value, limit)}${hint}.`,
  };
}

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
