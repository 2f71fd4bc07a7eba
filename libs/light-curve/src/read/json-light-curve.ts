import { GIVEN_TIME_SYSTEMS, type GivenTimeSystem } from '@exoplanet/contracts';
import { LightCurveError } from '../errors';
import { present } from '../present';
import type { Mission, RawLightCurve } from '../types';
import { ArrayTable } from './array-table';
import { checkCellCount, checkRowCount } from './check-size';
import { checkJsonShape } from './json-shape';
import { DEFAULT_LIMITS, type ReadLimits, type ReadOptions } from './limits';
import { starInFileName, starInText } from './star-name';
import { tableLightCurve } from './table-light-curve';

/** Numbers; a missing measurement is null, or NaN in a typed array. */
type NumbersOrNull = readonly (number | null)[] | Float64Array;

/** A light curve as arrays of equal length. */
export interface LightCurveArrays {
  time: NumbersOrNull;
  flux: NumbersOrNull;
  flux_err?: NumbersOrNull;
  quality?: NumbersOrNull;
  centroid_col?: NumbersOrNull;
  centroid_row?: NumbersOrNull;
  /** For example `TIC 307210830`. */
  name?: string;
  mission?: Mission;
  time_system?: GivenTimeSystem;
}

const MISSIONS: readonly Mission[] = ['KEPLER', 'K2', 'TESS'];
const ARRAYS = ['time', 'flux', 'flux_err', 'quality', 'centroid_col', 'centroid_row'] as const;

/** Throws `MALFORMED_TABLE`, `TOO_MANY_POINTS`, `NO_TIME_COLUMN`, `NO_FLUX_COLUMN` and what `assemble` throws. */
export function readLightCurveArrays(file: string, arrays: LightCurveArrays, options: ReadOptions = {}): RawLightCurve {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const columns = new Map<string, Float64Array>();
  for (const name of ARRAYS) {
    const values = arrays[name];
    if (values !== undefined) columns.set(name, numbers(file, name, values, limits));
  }
  checkCellCount(file, Math.max(0, ...[...columns.values()].map(({ length }) => length)), columns.size, limits);
  const lengths = new Set([...columns.values()].map((values) => values.length));
  if (lengths.size > 1) {
    const found = [...columns].map(([name, values]) => `${name} ${values.length}`).join(', ');
    throw new LightCurveError('MALFORMED_TABLE', file, `arrays of different length (${found}), expected one length`);
  }
  checkNames(file, arrays);
  const named = arrays.name === undefined ? starInFileName(file) : starInText(arrays.name);
  const target = {
    ...named,
    ...present({ name: named.name ?? arrays.name, mission: arrays.mission ?? named.mission }),
  };
  return tableLightCurve(
    new ArrayTable(file, columns),
    { target },
    { ...options, ...present({ timeSystem: options.timeSystem ?? arrays.time_system }) },
    limits,
  );
}

/** The same from the text of a JSON file. */
export function readJsonLightCurve(
  file: string,
  bytes: Uint8Array,
  options: ReadOptions,
  limits: ReadLimits,
): RawLightCurve {
  checkJsonShape(file, bytes, limits);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new LightCurveError(
      'MALFORMED_TABLE',
      file,
      'starts like JSON but is not, expected an object with the arrays time and flux',
    );
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new LightCurveError('MALFORMED_TABLE', file, 'expected a JSON object with the arrays time and flux');
  }
  return readLightCurveArrays(file, body as LightCurveArrays, { ...options, limits });
}

const MAX_NAME = 200;

/** What a JSON file says beside its arrays can be anything. */
function checkNames(file: string, { name, mission, time_system: system }: LightCurveArrays): void {
  const refuse = (found: string, expected: string) =>
    new LightCurveError('MALFORMED_TABLE', file, `${found}, expected ${expected}`);
  if (name !== undefined && (typeof name !== 'string' || name.length > MAX_NAME))
    throw refuse('name is not a short text', `at most ${MAX_NAME} characters`);
  if (mission !== undefined && !MISSIONS.includes(mission)) throw refuse('unknown mission', MISSIONS.join(', '));
  if (system !== undefined && !GIVEN_TIME_SYSTEMS.includes(system))
    throw refuse('unknown time_system', GIVEN_TIME_SYSTEMS.join(', '));
}

function numbers(file: string, name: string, values: unknown, limits: ReadLimits): Float64Array {
  if (values instanceof Float64Array) {
    checkRowCount(file, values.length, limits);
    return values;
  }
  if (!Array.isArray(values))
    throw new LightCurveError('MALFORMED_TABLE', file, `${name} is not an array, expected an array of numbers`);
  checkRowCount(file, values.length, limits);
  return Float64Array.from(values as unknown[], (value, index) => {
    if (value === null) return Number.NaN;
    if (typeof value === 'number') return value;
    throw new LightCurveError('MALFORMED_TABLE', file, `${name}[${index}] is not a number`);
  });
}
