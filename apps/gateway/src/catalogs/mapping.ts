import { type CatalogMapping, type FieldError, SOURCES } from '@exoplanet/contracts';
import { validationError } from '../platform/http/validation-error';

const MAX_TEXT = 200;

/** A mapping from the text or the object that was sent. @throws AppError VALIDATION_FAILED */
export function mappingFrom(given: unknown): CatalogMapping {
  const value = typeof given === 'string' ? parsed(given) : given;
  if (!isRecord(value))
    throw invalid('mapping', 'mapping must be an object with fields, and source where no column has it');
  const { fields = {}, source, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`mapping.${unknown.slice(0, MAX_TEXT)}`, 'a mapping has fields and source');
  if (!isRecord(fields)) throw invalid('mapping.fields', 'fields must map names of our fields to { column, unit }');
  for (const [name, entry] of Object.entries(fields)) {
    const field = `mapping.fields.${name.slice(0, MAX_TEXT)}`;
    if (
      !isRecord(entry) ||
      (entry.column !== null && !isText(entry.column)) ||
      (entry.unit !== undefined && !isText(entry.unit))
    )
      throw invalid(
        field,
        'each field takes { "column": "their column", "unit": "their unit" }, where unit is optional and a column of null leaves the field out',
      );
  }
  if (source !== undefined && !SOURCES.includes(source as never))
    throw invalid('mapping.source', `source must be one of ${SOURCES.join(', ')}`);
  return { fields, ...(source === undefined ? {} : { source }) } as CatalogMapping;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('mapping', 'mapping must be JSON');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= MAX_TEXT;

function invalid(field: string, message: string): Error {
  const error: FieldError = { field, message };
  return validationError([error]);
}
