import { AppError, type LightCurveColumns } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';

const COLUMNS = ['time', 'flux', 'flux_err', 'quality', 'centroid_col', 'centroid_row'] as const;

/** Takes the arrays out of a JSON body and leaves its other fields. @throws AppError VALIDATION_FAILED */
export function columnsFrom(body: Record<string, unknown>): {
  columns: LightCurveColumns;
  fields: Record<string, unknown>;
} {
  const fields = { ...body };
  const columns: Partial<Record<(typeof COLUMNS)[number], Float64Array>> = {};
  for (const name of COLUMNS) {
    if (fields[name] !== undefined && fields[name] !== null) columns[name] = columnOf(name, fields[name]);
    delete fields[name];
  }
  const { time, flux } = columns;
  if (!time || !flux)
    throw new AppError('VALIDATION_FAILED', 'time and flux are required', [
      { field: time ? 'flux' : 'time', message: 'time and flux are required, as lists of numbers' },
    ]);
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== time.length)
      throw validationError([{ field: name, message: `${name} has ${length} values, time has ${time.length}` }]);
  }
  return { columns: { ...columns, time, flux }, fields };
}

function columnOf(name: string, value: unknown): Float64Array {
  if (value instanceof Float64Array) return value; // A large body: the thread that parsed it has checked the numbers.
  if (!Array.isArray(value)) throw validationError([{ field: name, message: `${name} must be a list of numbers` }]);
  return Float64Array.from(value as unknown[], (one, index) => {
    if (one === null) return NaN;
    if (typeof one !== 'number' || !Number.isFinite(one))
      throw validationError([
        { field: `${name}[${index}]`, message: `${name}[${index}] must be a finite number or null` },
      ]);
    return one;
  });
}
