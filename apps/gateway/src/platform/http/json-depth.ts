import { AppError } from '@exoplanet/contracts';

/** Maximum nesting of a body, because the validators are recursive. `JSON.parse` is not, so it may run first. */
const MAX_DEPTH = 64;

/** Whether a parsed body is nested deeper than `MAX_DEPTH`. A look at the values costs a tenth of a look at each character. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === MAX_DEPTH) return true;
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object' && isTooDeep(one, depth + 1)) return true;
  } else {
    for (const name in value) {
      const one = (value as Record<string, unknown>)[name];
      if (typeof one === 'object' && isTooDeep(one, depth + 1)) return true;
    }
  }
  return false;
}

export const nestedTooDeep = (): AppError =>
  new AppError('MALFORMED_JSON', `The body is nested deeper than ${MAX_DEPTH}`);
