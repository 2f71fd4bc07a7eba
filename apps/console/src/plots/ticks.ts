/** Round positions for about the given number of ticks of an axis. */
export function ticks(min: number, max: number, wanted = 5): number[] {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** 1, 2 and 5 of each decade between two positive numbers; whole decades where there are many. */
export function logTicks(min: number, max: number): number[] {
  const decades = Math.log10(max / min);
  const factors = decades > 4 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
  const found: number[] = [];
  for (let exponent = Math.floor(Math.log10(min)); exponent <= Math.log10(max); exponent++)
    for (const factor of factors) {
      const value = Number((factor * 10 ** exponent).toPrecision(6));
      if (value >= min * 0.999 && value <= max * 1.001) found.push(value);
    }
  return found;
}

/** A tick as text, with as many decimals as its step needs. */
export function tickText(value: number, all: readonly number[]): string {
  const step = all.length > 1 ? Math.abs(all[1] - all[0]) : Math.abs(value) || 1;
  const decimals = Math.min(8, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return value.toFixed(decimals).replace('-', '−');
}
