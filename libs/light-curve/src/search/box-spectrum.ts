import { BoxSearch } from './box-search';
import { Pace } from './pace';
import { type DurationLimits, type PeriodBand, periodBands } from './period-bands';
import { SegmentedFold } from './segmented-fold';
import { type WeightedSeries } from './weighted-series';

/** Signal to noise of the best box at each frequency, for white noise. */
export interface BoxSpectrum {
  /** Rising [1/d]. */
  frequency: Float64Array;
  /** √(χ² of a flat curve − χ² of the best box). */
  signal: Float64Array;
}

/** Frequencies in a group, per piece: at the group's edge a piece is smeared by this part of a grid step's drift over the span. */
const GROUP_PER_PIECE = 0.8;
/** On a grid longer than this every second frequency is searched first, then the neighbours of the better ones. */
const COARSE_FIRST = 30_000;
/** The better ones: the part of a band's coarse frequencies whose neighbours are searched. */
const REFINED_PART = 0.12;

/** Box least squares over a frequency grid, band by band. A frequency passed over has the mean of its neighbours. */
export function boxSpectrum(series: WeightedSeries, frequency: Float64Array, limits: DurationLimits, pace: Pace): BoxSpectrum {
  const power = new Float64Array(frequency.length);
  const box = new BoxSearch();
  const coarseFirst = frequency.length > COARSE_FIRST;
  for (const band of periodBands(frequency, limits)) {
    const scan = new BandScan(series, frequency, band, power, box, pace);
    if (!coarseFirst) {
      scan.run(Int32Array.from({ length: band.to - band.from }, (_, i) => band.from + i));
      continue;
    }
    const coarse = Int32Array.from({ length: Math.ceil((band.to - band.from) / 2) }, (_, i) => band.from + 2 * i);
    scan.run(coarse);
    scan.run(betweenTheBest(power, band));
  }
  return { frequency, signal: power.map((value) => Math.sqrt(value * series.totalWeight)) };
}

/** The skipped frequencies of a band beside its strongest coarse ones; the others get the mean of their neighbours. */
function betweenTheBest(power: Float64Array, { from, to }: PeriodBand): Int32Array {
  const coarse = new Float64Array(Math.ceil((to - from) / 2));
  for (let i = from, k = 0; i < to; i += 2) coarse[k++] = power[i];
  const floor = coarse.sort()[Math.floor((1 - REFINED_PART) * (coarse.length - 1))];
  const chosen: number[] = [];
  for (let i = from + 1; i < to; i += 2) {
    const after = i + 1 < to ? power[i + 1] : power[i - 1];
    if (Math.max(power[i - 1], after) >= floor) chosen.push(i);
    else power[i] = (power[i - 1] + after) / 2;
  }
  return Int32Array.from(chosen);
}

/** Searches chosen frequencies of one band, group by group. */
class BandScan {
  private readonly folded: SegmentedFold;
  /** Grid steps that one group covers. */
  private readonly group: number;

  constructor(
    series: WeightedSeries,
    private readonly frequency: Float64Array,
    private readonly band: PeriodBand,
    private readonly power: Float64Array,
    private readonly box: BoxSearch,
    private readonly pace: Pace,
  ) {
    const longest = 1 / frequency[band.from];
    const pieces = pieceCount(series.time[series.time.length - 1] / longest);
    this.group = Math.max(1, Math.floor(GROUP_PER_PIECE * pieces));
    this.folded = new SegmentedFold(series, band.bin, longest, 1 / frequency[band.to - 1], pieces);
  }

  /** @param indices indices in the frequency grid, rising */
  run(indices: Int32Array): void {
    const { folded, frequency, box, band } = this;
    for (let next = 0; next < indices.length; ) {
      const end = indices[next] + this.group;
      const last = Math.min(end, band.to) - 1;
      folded.prepare(2 / (frequency[indices[next]] + frequency[last]));
      for (; next < indices.length && indices[next] < end; next++) {
        const i = indices[next];
        folded.fold(1 / frequency[i]);
        this.power[i] = box.search(folded.weight, folded.flux, folded.bins, band.widths);
      }
      this.pace.tick(indices[next - 1] / frequency.length);
    }
  }
}

/** Pieces that make rows / group + pieces additions a bin cheapest, in whole fours; 1 where adding every row costs no more. */
function pieceCount(rows: number): number {
  const pieces = 4 * Math.max(1, Math.round(Math.sqrt(rows / GROUP_PER_PIECE) / 4));
  return rows / (GROUP_PER_PIECE * pieces) + pieces < rows ? pieces : 1;
}
