/** A number with at most this many significant digits, as people write it: 1470, not 1.47e+3. */
export const significant = (value: number, digits: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: digits, useGrouping: false });
