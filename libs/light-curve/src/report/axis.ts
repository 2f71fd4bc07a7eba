import { significant } from '../significant';

/** A range of values drawn over a range of pixels; either may run backwards. */
export interface Axis {
  from: number;
  to: number;
  pixelFrom: number;
  pixelTo: number;
  logarithmic: boolean;
}

/** Pixel of a value. */
export function pixel({ from, to, pixelFrom, pixelTo, logarithmic }: Axis, value: number): number {
  const part = logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return pixelFrom + part * (pixelTo - pixelFrom);
}

export interface Tick {
  value: number;
  label: string;
}

/** Round values inside the axis, about `wanted` of them and at least three: steps of 1, 2 or 5 times a power of ten; 1, 2, 5 a decade on a logarithmic axis. */
export function ticks(axis: Axis, wanted: number): Tick[] {
  return axis.logarithmic ? decadeTicks(axis) : linearTicks(axis, wanted);
}

const MIN_TICKS = 3;

function linearTicks(axis: Axis, wanted: number): Tick[] {
  const [from, to] = axis.from < axis.to ? [axis.from, axis.to] : [axis.to, axis.from];
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const largest = [1, 2, 5, 10].findIndex((factor) => factor * power >= rough);
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10]
    .slice(0, 3 + (largest < 0 ? 3 : largest) + 1)
    .map((factor) => factor * power);
  const inside = (step: number) => [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
  const step =
    steps.findLast((size) => {
      const [first, last] = inside(size);
      return last - first + 1 >= MIN_TICKS;
    }) ?? steps[0];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const [first, last] = inside(step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = (first + index) * step;
    return { value, label: (value === 0 ? 0 : value).toFixed(digits).replace('-', '−') };
  });
}

function decadeTicks({ from, to }: Axis): Tick[] {
  const found: Tick[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
    for (const factor of [1, 2, 5]) {
      const value = factor * 10 ** power;
      if (value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)) found.push({ value, label: significant(value, 3) });
    }
  }
  return found;
}

/** Range of the finite values without the fraction `beyond` at each end, plus a margin; [−1, 1] if there are none. */
export function rangeOf(values: ArrayLike<number>, beyond = 0): [number, number] {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  if (sorted.length === 0) return [-1, 1];
  const last = sorted.length - 1;
  const low = sorted[Math.floor(beyond * last)];
  const high = sorted[Math.ceil((1 - beyond) * last)];
  const margin = (high - low) * 0.08 || Math.abs(high) * 0.01 || 1;
  return [low - margin, high + margin];
}
