/** IEEE 754 half precision: 11 significant bits, steps of 6e-8 below 6e-5, up to 65,504. JavaScript has no array of it yet. */

const SMALLEST_EXPONENT = -14;
const FRACTION_BITS = 10;
const SIGN = 0x8000;
const INFINITE = 0x7c00;
const NOT_A_NUMBER = 0x7e00;

/** The bits of the nearest half-precision number. */
export function toHalf(value: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  const sign = value < 0 || Object.is(value, -0) ? SIGN : 0;
  const size = Math.abs(value);
  const exponent = Math.max(Math.floor(Math.log2(size)), SMALLEST_EXPONENT);
  const steps = roundedToEven(size / 2 ** (exponent - FRACTION_BITS));
  // Subnormal numbers count from 0, the others from 2^10 at their exponent; a carry gives the next exponent by itself.
  const bits = steps + (exponent - SMALLEST_EXPONENT) * 2 ** FRACTION_BITS;
  return sign | (bits < INFINITE ? bits : INFINITE);
}

/** The number that the bits hold. */
export function fromHalf(bits: number): number {
  const sign = bits & SIGN ? -1 : 1;
  const exponent = (bits >> FRACTION_BITS) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (SMALLEST_EXPONENT - FRACTION_BITS);
  return sign * (2 ** FRACTION_BITS + fraction) * 2 ** (exponent + SMALLEST_EXPONENT - 1 - FRACTION_BITS);
}

function roundedToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
