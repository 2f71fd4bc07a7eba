/** Median of the finite values given; NaN for none. Does not change its argument. */
export function medianOf(values: ArrayLike<number>): number {
  return medianInPlace(new Float64Array(values));
}

/** Median of the first `length` values, which are reordered: quickselect, linear time. NaN when `length` is 0. */
export function medianInPlace(values: Float64Array, length = values.length): number {
  return medianOfMiddle(values, length, length, 0);
}

/**
 * Median of `count` values, of which only the middle ones are given: the first `length` of `values` (reordered here). `below`
 * values are smaller than these and the rest larger. NaN if the median is not among the given ones.
 */
export function medianOfMiddle(values: Float64Array, length: number, count: number, below: number): number {
  const middle = (count >> 1) - below;
  const even = count % 2 === 0;
  if (middle < (even ? 1 : 0) || middle >= length) return Number.NaN;
  const upper = select(values, length, middle);
  if (!even) return upper;
  let lower = -Infinity;
  for (let index = 0; index < middle; index++) {
    const value = values[index];
    if (value > lower) lower = value;
  }
  return (lower + upper) / 2;
}

/** MAD of a normal distribution in units of its σ. */
export const MAD_OF_UNIT_SIGMA = 0.6744897501960817;

/** Robust σ: the median absolute deviation from the median, scaled to a normal distribution. */
export function robustSigma(values: ArrayLike<number>): number {
  const deviations = new Float64Array(values);
  const median = medianInPlace(deviations);
  for (let index = 0; index < deviations.length; index++) deviations[index] = Math.abs(deviations[index] - median);
  return medianInPlace(deviations) / MAD_OF_UNIT_SIGMA;
}

/** Puts the `rank`-th smallest value at its sorted place, nothing larger before it (Hoare). */
function select(values: Float64Array, length: number, rank: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left > right) break;
      const swapped = values[left];
      values[left] = values[right];
      values[right] = swapped;
      left++;
      right--;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank];
}
