import { AppError } from '@exoplanet/contracts';

/** Lists of at least this length become typed arrays. */
const MIN_LENGTH = 1000;
/** Maximum number of values outside such lists: they are copied to the event loop one by one. */
const MAX_OTHER_VALUES = 100_000;

/**
 * Replaces every long list of numbers in a parsed body by a Float64Array, with NaN for null. A list of rows becomes one array,
 * row by row.
 * @throws AppError REQUEST_TOO_LARGE for too many values that are not in such lists
 */
export function toNumberColumns(value: unknown): { value: unknown; arrays: ArrayBuffer[] } {
  const arrays: ArrayBuffer[] = [];
  let others = 0;
  const visit = (one: unknown): unknown => {
    if (++others > MAX_OTHER_VALUES) throw new AppError('REQUEST_TOO_LARGE', 'The body has too many values');
    if (Array.isArray(one)) {
      const numbers = numbersOf(one);
      if (!numbers) return one.map(visit);
      arrays.push(numbers.buffer);
      return numbers;
    }
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, visit(member)]));
  };
  return { value: visit(value), arrays };
}

function numbersOf(list: unknown[]): Float64Array<ArrayBuffer> | undefined {
  const flat = list.length > 0 && Array.isArray(list[0]) ? (list as unknown[][]).flat(1) : list;
  if (flat.length < MIN_LENGTH) return undefined;
  const numbers = new Float64Array(flat.length);
  for (let at = 0; at < flat.length; at++) {
    const one = flat[at];
    if (one === null) numbers[at] = NaN;
    else if (typeof one === 'number' && Number.isFinite(one)) numbers[at] = one;
    else return undefined;
  }
  return numbers;
}
