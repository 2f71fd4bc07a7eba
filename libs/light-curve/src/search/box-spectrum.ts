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
const GROUP_PER_PIECE = 1.2;
/** On a grid longer than this every second frequency is searched first, then the neighbours of the better ones. */
const COARSE_FIRST = 30_000;
/** The better ones: the part of the coarse frequencies whose neighbours are searched. */
const REFINED_PART = 0.12;

/** Box least squares over a frequency grid, band by band. A frequency passed over has the mean of its neighbours. */
export function boxSpectrum(
  series: WeightedSeries,
  frequency: Float64Array,
  limits: DurationLimits,
  pace: Pace,
): BoxSpectrum {
  const power = new Float64Array(frequency.length);
  const box = new BoxSearch();
  const stride = frequency.length > COARSE_FIRST ? 2 : 1;
  for (const band of periodBands(frequency, limits))
    new BandScan(series, frequency, band, stride, power, box).run(pace);
  return { frequency, signal: power.map((value) => Math.sqrt(value * series.totalWeight)) };
}

/** Searches one band of the grid, group by group. */
class BandScan {
  private readonly folded: SegmentedFold;
  /** Grid steps that one group covers. */
  private readonly group: number;
  /** Power that a coarse frequency needs for its neighbours to be searched: a running quantile. */
  private floor = 0;
  private seen = 0;

  constructor(
    series: WeightedSeries,
    private readonly frequency: Float64Array,
    private readonly band: PeriodBand,
    private readonly stride: 1 | 2,
    private readonly power: Float64Array,
    private readonly box: BoxSearch,
  ) {
    const longest = 1 / frequency[band.from];
    const pieces = pieceCount(series.time[series.time.length - 1] / longest, stride);
    this.group = Math.max(stride, Math.floor(GROUP_PER_PIECE * pieces));
    this.folded = new SegmentedFold(series, band.bin, longest, 1 / frequency[band.to - 1], pieces);
  }

  run(pace: Pace): void {
    const { band, folded, frequency, group, stride } = this;
    for (let from = band.from; from < band.to; from += group) {
      const to = Math.min(from + group, band.to);
      folded.prepare(2 / (frequency[from] + frequency[to - 1]));
      for (let i = from; i < to; i += stride) this.floorRises(this.search(i));
      if (stride > 1) this.fill(from, to);
      pace.tick(to / frequency.length);
    }
  }

  private search(index: number): number {
    const { folded, band } = this;
    folded.fold(1 / this.frequency[index]);
    return (this.power[index] = this.box.search(folded.weight, folded.flux, folded.bins, band.widths));
  }

  /** The frequencies skipped in a group: searched beside a strong one, else the mean of their neighbours. */
  private fill(from: number, to: number): void {
    const { power, floor } = this;
    for (let i = from + 1; i < to; i += 2) {
      const after = i + 1 < to ? power[i + 1] : power[i - 1];
      if (Math.max(power[i - 1], after) >= floor) this.search(i);
      else power[i] = (power[i - 1] + after) / 2;
    }
  }

  /** Moves the floor so that it settles where `REFINED_PART` of the powers lie above it. */
  private floorRises(power: number): void {
    this.seen++;
    if (this.seen === 1) this.floor = power;
    const step = this.floor / Math.min(this.seen, 50);
    this.floor += power > this.floor ? step * (1 - REFINED_PART) : -step * REFINED_PART;
  }
}

/** Pieces that make rows / folds of a group + pieces additions a bin cheapest, in whole fours; 1 where adding every row costs no more. */
function pieceCount(rows: number, stride: number): number {
  const foldsPerPiece = GROUP_PER_PIECE * (1 / stride + (stride > 1 ? REFINED_PART : 0));
  const pieces = 4 * Math.max(1, Math.round(Math.sqrt(rows / foldsPerPiece) / 4));
  return rows / (foldsPerPiece * pieces) + pieces < rows ? pieces : 1;
}
