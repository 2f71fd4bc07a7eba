/** A number with at most this many significant digits, as people write it: without an exponent. */
export const significant = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));
