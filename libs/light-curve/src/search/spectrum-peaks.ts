import { clippedScatter } from '../statistics/clipped-scatter';
import { medianInPlace } from '../statistics/median';
import type { BoxSpectrum } from './box-spectrum';

/** A local maximum of the box spectrum. */
export interface SpectrumPeak {
  /** Index in the frequency grid. */
  index: number;
  frequency: number;
  signal: number;
  /** Signal detection efficiency: height above the running median over the spectrum's scatter (Kovács et al. 2002, eq. 6). */
  sde: number;
}

/** Blocks the running median is taken over. */
const MEDIAN_BLOCKS = 40;
/** Blocks are never shorter than this many frequencies. */
const MIN_BLOCK = 60;

/**
 * The spectrum less its running median, over its scatter. The trend is removed because noise alone rises towards long
 * periods, where fewer transits are averaged (Ofir 2014, A&A 561, A138).
 */
function detectionEfficiency({ signal }: BoxSpectrum): Float64Array {
  const count = signal.length;
  const block = Math.max(MIN_BLOCK, Math.ceil(count / MEDIAN_BLOCKS));
  const knots: { at: number; level: number }[] = [];
  for (let from = 0; from < count; from += block) {
    const to = Math.min(count, from + block);
    if (to - from < block / 2 && knots.length > 0) break;
    knots.push({ at: (from + to - 1) / 2, level: medianInPlace(signal.slice(from, to)) });
  }
  const above = new Float64Array(count);
  for (let i = 0, k = 0; i < count; i++) {
    while (k < knots.length - 2 && i > knots[k + 1].at) k++;
    const left = knots[k];
    const right = knots[Math.min(k + 1, knots.length - 1)];
    const part = right.at > left.at ? Math.max(0, Math.min(1, (i - left.at) / (right.at - left.at))) : 0;
    above[i] = signal[i] - left.level - part * (right.level - left.level);
  }
  const scatter = clippedScatter(above) || 1;
  return above.map((value) => value / scatter);
}

/** The strongest local maxima by SDE, none within `apart` grid steps of a stronger one. */
export function strongestPeaks(spectrum: BoxSpectrum, count: number, apart: number): SpectrumPeak[] {
  const { frequency, signal } = spectrum;
  const sde = detectionEfficiency(spectrum);
  const maxima: number[] = [];
  for (let i = 0; i < sde.length; i++)
    if (sde[i] >= (sde[i - 1] ?? -Infinity) && sde[i] > (sde[i + 1] ?? -Infinity)) maxima.push(i);
  maxima.sort((a, b) => sde[b] - sde[a]);
  const chosen: number[] = [];
  for (const index of maxima) {
    if (chosen.length >= count) break;
    if (chosen.every((other) => Math.abs(other - index) > apart)) chosen.push(index);
  }
  return chosen.map((index) => ({ index, frequency: frequency[index], signal: signal[index], sde: sde[index] }));
}
