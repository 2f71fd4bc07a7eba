import {
  type CandidateRow,
  DIAGNOSTICS,
  type Field,
  MAX_VALUE,
  MEASUREMENTS,
  type RowFault,
  SOURCES,
} from '@exoplanet/contracts';
import { angleIn, catalogueNumberIn, numberIn, textIn } from './cell';
import type { Plan, PlannedColumn, PlannedName } from './plan';

/** A value of the table that was left out of the candidate. */
export interface RowNote {
  field: string;
  /** Index of its column. */
  column: number;
  /**
   * `limit`: the table marks the number as an upper or lower bound, not a measurement.
   * `placeholder`: the number stands for "not measured", for example a depth of 0.
   */
  why: 'limit' | 'placeholder';
}

/** What is wrong with a row, by the index of the column. */
export interface RowProblem {
  column?: number;
  code: RowFault;
  value: string;
  allowed: string;
}

/** A row as a candidate that a request may carry, or why it is not one. */
export type Converted = { candidate: CandidateRow; notes: RowNote[] } | { problem: RowProblem };

export interface ConvertOptions {
  decimalComma: boolean;
  /** Read the rows of all publications, not only the default row of each object. */
  allSolutions: boolean;
}

/** Maximum length of a name, as in `CandidateDto`. */
const MAX_NAME = 128;
const FIELDS: ReadonlyMap<string, Field> = new Map(
  [...MEASUREMENTS, ...DIAGNOSTICS].map((field) => [field.name, field]),
);
const ERROR_FIELD: Field = { name: '', unit: '', description: '', minimum: 0 };
const EPOCH_FIELD: Field = { name: 'epoch', unit: 'BJD', description: '' };
const POSITION: Readonly<Record<'ra' | 'dec', Field>> = {
  ra: { name: 'ra', unit: 'degrees', description: '', minimum: 0, maximum: 360 },
  dec: { name: 'dec', unit: 'degrees', description: '', minimum: -90, maximum: 90 },
};
const POSITIVE = new Set(MEASUREMENTS.filter((field) => field.exclusive_minimum === 0).map(({ name }) => name));

/** Thrown within a row only; `converter` turns it into a problem. */
class Refusal extends Error {
  constructor(readonly problem: RowProblem) {
    super(problem.code);
  }
}

/** Makes the function that turns the cells of a row, in the order of the header, into a candidate. */
export function converter(plan: Plan, options: ConvertOptions): (cells: readonly string[]) => Converted {
  const measured = [...plan.measured].map(([name, choices]) => ({
    field: FIELDS.get(name)!,
    // Made once: a name that is put together for every value costs more than reading it.
    both: `${name}_err`,
    low: `${name}_err_low`,
    high: `${name}_err_high`,
    choices,
  }));
  const diagnostics = [...plan.diagnostics].map(([name, index]) => ({
    field: FIELDS.get(name)!,
    column: { index, unit: { name: '', scale: 1 } },
  }));
  /** The number in a cell, in the unit of the table; undefined where it is missing, NaN where it is something else. */
  const numberAt = (cells: readonly string[], index: number): number | undefined => {
    const value = numberIn(cells[index], options.decimalComma);
    return value === plan.missing ? undefined : value;
  };
  /** @param own the value in our unit */
  const checked = (
    cells: readonly string[],
    { index, unit }: PlannedColumn,
    value: number,
    own: number,
    field: Field,
  ): number => {
    if (Number.isNaN(value))
      throw refused(cells, index, 'NOT_A_NUMBER', 'a number, or an empty cell for a missing value');
    if (!isInRange(own, field)) throw refused(cells, index, 'OUT_OF_RANGE', rangeOf(field, unit.name));
    return own;
  };
  const read = (
    cells: readonly string[],
    column: PlannedColumn,
    field: Field,
    value = numberAt(cells, column.index),
  ): number | undefined => {
    if (value === undefined) return undefined;
    const { scale, offset = 0 } = column.unit;
    return checked(cells, column, value, value * scale + offset, field);
  };
  const error = (cells: readonly string[], column?: PlannedColumn): number | undefined => {
    const value = column && numberAt(cells, column.index);
    if (value === undefined) return undefined;
    return checked(cells, column!, value, Math.abs(value) * column!.unit.scale, ERROR_FIELD);
  };

  /** Sets a field and its errors from the first column with a measurement. Errors without a value are left out. */
  const measure = (
    cells: readonly string[],
    { field, choices, ...names }: (typeof measured)[number],
    candidate: CandidateRow,
    notes: RowNote[],
  ) => {
    for (const choice of choices) {
      const { index } = choice.value;
      const raw = numberAt(cells, index);
      if (raw === undefined) continue;
      if (choice.limit !== undefined && (numberIn(cells[choice.limit], options.decimalComma) ?? 0) !== 0) {
        notes.push({ field: field.name, column: index, why: 'limit' });
        continue;
      }
      if (raw === 0 && plan.zeroIsMissing && POSITIVE.has(field.name)) {
        notes.push({ field: field.name, column: index, why: 'placeholder' });
        continue;
      }
      const value = read(cells, choice.value, field, raw);
      const both = error(cells, choice.both);
      const low = error(cells, choice.low);
      const high = error(cells, choice.high);
      if (raw === plan.placeholders[field.name] && !both && !low && !high) {
        notes.push({ field: field.name, column: index, why: 'placeholder' });
        continue;
      }
      candidate[field.name] = value;
      if (both !== undefined) candidate[names.both] = both;
      if (low !== undefined) candidate[names.low] = low;
      if (high !== undefined) candidate[names.high] = high;
      return;
    }
  };

  const convert = (cells: readonly string[]): Converted => {
    if (plan.defaultFlag !== undefined && !options.allSolutions) {
      const flag = numberIn(cells[plan.defaultFlag]);
      if (flag !== undefined && flag !== 1)
        throw refused(
          cells,
          plan.defaultFlag,
          'OTHER_SOLUTION',
          '1, in the row of each object that is read by default',
        );
    }
    const candidate: CandidateRow = { source: missionOf(plan, cells) };
    const notes: RowNote[] = [];
    const id = nameIn(cells, plan.id, textIn);
    if (id !== undefined) candidate.id = id;
    const star = nameIn(cells, plan.star, catalogueNumberIn);
    if (star !== undefined) candidate.star_id = star;
    for (const axis of ['ra', 'dec'] as const) {
      const index = plan.position[axis];
      const angle = index === undefined ? undefined : angleIn(cells[index], axis === 'ra', options.decimalComma);
      if (angle === undefined || index === undefined) continue;
      if (Number.isNaN(angle))
        throw refused(cells, index, 'NOT_A_NUMBER', 'degrees as a number, or a sexagesimal angle');
      if (!isInRange(angle, POSITION[axis])) throw refused(cells, index, 'OUT_OF_RANGE', rangeOf(POSITION[axis], ''));
      candidate[axis] = angle;
    }
    for (const column of plan.epochs) {
      const epoch = read(cells, column, EPOCH_FIELD);
      if (epoch === undefined) continue;
      candidate.epoch = epoch;
      break;
    }
    const named = Object.keys(candidate).length;
    for (const measurement of measured) measure(cells, measurement, candidate, notes);
    let given: Record<string, number> | undefined;
    for (const { field, column } of diagnostics) {
      const value = read(cells, column, field);
      if (value !== undefined) (given ??= {})[field.name] = value;
    }
    if (given) candidate.diagnostics = given;
    if (Object.keys(candidate).length === named)
      throw new Refusal({
        code: 'NO_MEASUREMENT',
        value: '',
        allowed: 'at least one measured value, for example a period or a radius',
      });
    return { candidate, notes };
  };

  return (cells) => {
    try {
      return convert(cells);
    } catch (caught) {
      if (caught instanceof Refusal) return { problem: caught.problem };
      throw caught;
    }
  };
}

function missionOf({ source }: Plan, cells: readonly string[]): CandidateRow['source'] {
  if (typeof source === 'string') return source;
  const cell = source === undefined ? '' : (cells[source.index] ?? '').trim();
  const found = source?.missions.find(([pattern]) => pattern.test(cell))?.[1];
  if (found === undefined)
    throw new Refusal({
      ...(source ? { column: source.index } : {}),
      code: 'UNKNOWN_MISSION',
      value: cell,
      allowed: SOURCES.join(', '),
    });
  return found;
}

function nameIn(cells: readonly string[], rules: readonly PlannedName[], read: typeof textIn): string | undefined {
  for (const { indexes, pattern } of rules) {
    const parts = indexes.map((index) => read(cells[index]));
    if (parts.includes(undefined)) continue;
    const text = parts.join('-');
    const name = pattern ? pattern.exec(text)?.[1] : text;
    if (name === undefined) continue;
    if (name.length > MAX_NAME)
      throw refused(cells, indexes[0], 'OUT_OF_RANGE', `a name of at most ${MAX_NAME} characters`);
    return name;
  }
  return undefined;
}

function refused(cells: readonly string[], column: number, code: RowFault, allowed: string): Refusal {
  return new Refusal({ column, code, value: cells[column] ?? '', allowed });
}

function isInRange(value: number, { exclusive_minimum, minimum = -MAX_VALUE, maximum = MAX_VALUE }: Field): boolean {
  return value >= minimum && value <= maximum && (exclusive_minimum === undefined || value > exclusive_minimum);
}

function rangeOf({ exclusive_minimum, minimum = -MAX_VALUE, maximum = MAX_VALUE, unit }: Field, from: string): string {
  const converted = from && unit && from !== unit ? ` after conversion from ${from}` : '';
  const inUnit = `${unit && ` ${unit}`}${converted}`;
  return exclusive_minimum === undefined
    ? `a number from ${minimum} to ${maximum}${inUnit}`
    : `a number above ${exclusive_minimum}, up to ${maximum}${inUnit}`;
}
