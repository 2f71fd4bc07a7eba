/** χ² as a deviation of a normal variable (Wilson & Hilferty 1931, PNAS 17, 684). */
export function chiSquareSigma(chiSquare: number, freedom: number): number {
  const width = 2 / (9 * freedom);
  return (Math.cbrt(chiSquare / freedom) - (1 - width)) / Math.sqrt(width);
}
