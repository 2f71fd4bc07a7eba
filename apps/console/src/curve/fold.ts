/** Folding, as `libs/light-curve` does it on the worker, for periods that a person tries. */

/** A light curve at one cadence: time [d], relative flux. */
export interface Photometry {
  time: Float64Array;
  flux: Float32Array;
}

/** Points by their time from the nearest mid-transit [h], with the number of their transit; in the order of time. */
export interface Folded {
  phase: Float32Array;
  flux: Float32Array;
  transit: Int32Array;
}

/**
 * Folds a light curve. @param period [d] @param epoch a mid-transit [d] @param within only points so close to mid-transit [h]
 */
export function fold({ time, flux }: Photometry, period: number, epoch: number, within = Infinity): Folded {
  const phases = new Float32Array(time.length);
  const fluxes = new Float32Array(time.length);
  const transits = new Int32Array(time.length);
  let count = 0;
  for (let i = 0; i < time.length; i++) {
    const cycles = (time[i] - epoch) / period;
    const transit = Math.round(cycles);
    const phase = (cycles - transit) * period * 24;
    if (Number.isNaN(flux[i]) || Math.abs(phase) > within) continue;
    phases[count] = phase;
    fluxes[count] = flux[i];
    transits[count] = transit;
    count++;
  }
  return { phase: phases.subarray(0, count), flux: fluxes.subarray(0, count), transit: transits.subarray(0, count) };
}

/** Means over bins of equal width; a bin without points is left out. */
export function binned(
  { phase, flux }: Pick<Folded, 'phase' | 'flux'>,
  from: number,
  to: number,
  bins: number,
): { x: number[]; y: number[] } {
  const sums = new Float64Array(bins);
  const counts = new Int32Array(bins);
  for (let i = 0; i < phase.length; i++) {
    const bin = Math.floor(((phase[i] - from) / (to - from)) * bins);
    if (bin < 0 || bin >= bins) continue;
    sums[bin] += flux[i];
    counts[bin]++;
  }
  const filled = Array.from(counts.keys()).filter((bin) => counts[bin] > 0);
  return {
    x: filled.map((bin) => from + ((bin + 0.5) / bins) * (to - from)),
    y: filled.map((bin) => sums[bin] / counts[bin]),
  };
}

/** Only odd, or only even transits. */
export function ofParity({ phase, flux, transit }: Folded, isOdd: boolean): Pick<Folded, 'phase' | 'flux'> {
  const chosen = Array.from(transit, (_, i) => i).filter((i) => Math.abs(transit[i] % 2) === (isOdd ? 1 : 0));
  return { phase: Float32Array.from(chosen, (i) => phase[i]), flux: Float32Array.from(chosen, (i) => flux[i]) };
}

/** Each transit as a row of an image, oldest first: mean flux of each bin, NaN where there is no data. */
export interface River {
  columns: number;
  /** Numbers of the transits that have data. */
  transits: number[];
  values: Float32Array;
}

export function river({ phase, flux, transit }: Folded, within: number, columns: number): River {
  const transits = [...new Set(transit)].sort((a, b) => a - b);
  const rowOf = new Map(transits.map((number, row) => [number, row]));
  const sums = new Float32Array(transits.length * columns);
  const counts = new Int32Array(sums.length);
  for (let i = 0; i < phase.length; i++) {
    const column = Math.floor(((phase[i] + within) / (2 * within)) * columns);
    if (column < 0 || column >= columns) continue;
    const cell = rowOf.get(transit[i])! * columns + column;
    sums[cell] += flux[i];
    counts[cell]++;
  }
  return { columns, transits, values: sums.map((sum, cell) => (counts[cell] > 0 ? sum / counts[cell] : NaN)) };
}

/** A step of the period that moves the last transit by a tenth of its duration. @param span [d] @param duration [h] */
export const nudge = (period: number, span: number, duration: number): number =>
  (0.1 * (duration / 24) * period) / Math.max(span, period);

/** The values at shares of the sorted values, for the limits of plots. */
export function quantiles(values: ArrayLike<number>, ...shares: number[]): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => Number.isFinite(value))
    .sort();
  return shares.map((share) =>
    sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))],
  );
}
