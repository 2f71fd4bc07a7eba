import { type DurationRange, durationRange } from './orbit-limits';

/** Neighbouring frequencies of the grid that are folded with the same bin and box widths. */
export interface PeriodBand {
  /** First index of the band in the frequency grid and one past its last. */
  from: number;
  to: number;
  /** Length of a phase bin [d]. */
  bin: number;
  /** Box widths to try [bins], rising. */
  widths: Int32Array;
}

export interface DurationLimits {
  /** Stellar density [Sun's], where known. */
  density?: number;
  /** Exposure length [d]. */
  cadence: number;
  /** Longest duration to try [h]. */
  longestHours: number;
  /** Shortest duration to try [h]. @default what the exposure and the star allow */
  shortestHours?: number;
}

/** Phase bins in the shortest duration tried. */
const BINS_PER_DURATION = 2;
/** Ratio from one box width to the next. */
const WIDTH_RATIO = 1.3;
/** Ratio of the longest period of a band to its shortest. */
const BAND_RATIO = 1.2;

/** Cuts a rising frequency grid [1/d] in bands; each has bins as fine as its shortest transit needs, so they grow with the period. */
export function periodBands(frequencies: Float64Array, limits: DurationLimits): PeriodBand[] {
  const bands: PeriodBand[] = [];
  for (let from = 0; from < frequencies.length;) {
    let to = from + 1;
    while (to < frequencies.length && frequencies[to] < frequencies[from] * BAND_RATIO) to++;
    const shortPeriod = 1 / frequencies[to - 1];
    const shortest = durationRange(shortPeriod, limits).shortest;
    const longest = durationRange(1 / frequencies[from], limits).longest;
    const bin = Math.min(shortest / BINS_PER_DURATION, shortPeriod / 16);
    bands.push({ from, to, bin, widths: boxWidths({ shortest, longest }, bin, shortPeriod) });
    from = to;
  }
  return bands;
}

/** Widths [bins] in equal ratios that cover a range of durations [d]. */
function boxWidths({ shortest, longest }: DurationRange, bin: number, period: number): Int32Array {
  const narrow = Math.max(1, Math.round(shortest / bin));
  const wide = Math.min(Math.floor(period / bin / 2), Math.max(narrow, Math.ceil(longest / bin)));
  const widths = new Set<number>();
  for (let width = narrow; width < wide * WIDTH_RATIO; width *= WIDTH_RATIO)
    widths.add(Math.min(wide, Math.round(width)));
  return Int32Array.from(widths).sort();
}
