import { BoxSearch } from './box-search';
import type { Pace } from './pace';
import { type DurationLimits, type PeriodBand, periodBands } from './period-bands';
import { SegmentedFold } from './segmented-fold';
import type { WeightedSeries } from './weighted-series';

/** Signal to noise of the best box at each frequency, for white noise. */
export interface BoxSpectrum {
  /** Rising [1/d]. */
  frequency: Float64Array;
  /** √(χ² of a flat curve − χ² of the best box). */
  signal: Float64Array;
}

/** Frequencies in a group, per piece. At the group's edge a piece is smeared by this fraction of the drift that one grid step causes over the span. */
const GROUP_PER_PIECE = 1.2;
/** On a longer grid only some frequencies are searched: every second one and the neighbours of the better ones, or those that were among the better ones before. */
const LONG_GRID = 30_000;
/** The fraction of the frequencies that counts as "the better ones". */
const BETTER_PART = 0.12;
/** The same if an earlier spectrum is known. The thirty peaks that are examined are far fewer than that. */
const BETTER_PART_BOUNDED = 0.06;

/** Which frequencies of a grid are searched, and roughly what fraction of it they are. */
type Choice =
  | { kind: 'all'; part: number }
  /** First every second frequency, then the neighbours of the better ones. */
  | { kind: 'coarse first'; part: number }
  /** Those whose power before transits were taken out, `most`, is among the better ones now: a box can only lose by that. */
  | { kind: 'bounded'; part: number; most: Float64Array };

/**
 * Box least squares over a frequency grid, band by band. A frequency that is not searched gets the mean of its neighbours.
 * @param before spectrum of the same grid before a planet's transits were removed. A frequency whose power was lower than that
 * of the better ones now cannot be among them, because removing transits only lowers a power; it keeps its old value
 */
export function boxSpectrum(
  series: WeightedSeries,
  frequency: Float64Array,
  limits: DurationLimits,
  pace: Pace,
  before?: BoxSpectrum,
): BoxSpectrum {
  const power = new Float64Array(frequency.length);
  const box = new BoxSearch();
  const choice = choose(series, frequency, before);
  for (const band of periodBands(frequency, limits))
    new BandScan(series, frequency, band, choice, power, box).run(pace);
  return { frequency, signal: power.map((value) => Math.sqrt(value * series.totalWeight)) };
}

function choose(series: WeightedSeries, frequency: Float64Array, before?: BoxSpectrum): Choice {
  if (frequency.length <= LONG_GRID) return { kind: 'all', part: 1 };
  if (!before) return { kind: 'coarse first', part: 0.5 + BETTER_PART };
  const most = before.signal.map((signal) => (signal * signal) / series.totalWeight);
  return { kind: 'bounded', part: 1.5 * BETTER_PART_BOUNDED, most };
}

/** Searches one band of the grid, group by group. */
class BandScan {
  private readonly folded: SegmentedFold;
  /** Grid steps that one group of each level of the fold covers, in decreasing order. */
  private readonly groups: number[];
  /** Lowest power of the better frequencies: a running quantile. */
  private floor = 0;
  private seen = 0;

  constructor(
    series: WeightedSeries,
    private readonly frequency: Float64Array,
    private readonly band: PeriodBand,
    private readonly choice: Choice,
    private readonly power: Float64Array,
    private readonly box: BoxSearch,
  ) {
    const longest = 1 / frequency[band.from];
    const pieces = pieceCounts(series.time[series.time.length - 1] / longest, choice.part);
    this.groups = pieces.map((count) => Math.max(2, Math.floor(GROUP_PER_PIECE * count)));
    this.folded = new SegmentedFold(series, band.bin, longest, 1 / frequency[band.to - 1], pieces);
  }

  run(pace: Pace): void {
    const { band } = this;
    this.scan(0, band.from, band.to, pace);
  }

  /** Prepares one level of the fold, group after group, and searches its frequencies by the levels above it. */
  private scan(level: number, from: number, to: number, pace: Pace): void {
    const { folded, frequency, groups } = this;
    const step = groups[level] ?? (groups.length > 0 ? to - from : 2);
    for (let first = from; first < to; first += step) {
      const end = Math.min(first + step, to);
      const centre = 2 / (frequency[first] + frequency[end - 1]);
      if (level === 0) folded.begin(centre);
      if (level < groups.length) {
        folded.prepare(level, centre);
        this.scan(level + 1, first, end, pace);
        continue;
      }
      this.searchGroup(first, end);
      pace.tick(end / frequency.length);
    }
  }

  private searchGroup(from: number, to: number): void {
    const { choice, power } = this;
    if (choice.kind === 'bounded') {
      for (let i = from; i < to; i++) {
        if (choice.most[i] >= this.floor) this.search(i);
        else power[i] = choice.most[i];
        this.floorRises(power[i]);
      }
      return;
    }
    const stride = choice.kind === 'all' ? 1 : 2;
    for (let i = from; i < to; i += stride) {
      this.search(i);
      this.floorRises(power[i]);
    }
    if (stride === 2) this.fill(from, to);
  }

  private search(index: number): void {
    const { folded, band } = this;
    folded.fold(1 / this.frequency[index]);
    this.power[index] = this.box.search(folded.weight, folded.flux, folded.bins, band.widths);
  }

  /** The skipped frequencies of a group: those next to a strong one are searched, the others get the mean of their neighbours. */
  private fill(from: number, to: number): void {
    const { power, floor } = this;
    for (let i = from + 1; i < to; i += 2) {
      const after = i + 1 < to ? power[i + 1] : power[i - 1];
      if (Math.max(power[i - 1], after) >= floor) this.search(i);
      else power[i] = (power[i - 1] + after) / 2;
    }
  }

  /** Moves the floor towards the value above which the better frequencies lie. */
  private floorRises(power: number): void {
    this.seen++;
    if (this.seen === 1) this.floor = power;
    const step = this.floor / Math.min(this.seen, 50);
    const part = this.choice.kind === 'bounded' ? BETTER_PART_BOUNDED : BETTER_PART;
    this.floor += power > this.floor ? step * (1 - part) : -step * part;
  }
}

/** Numbers of pieces of one and of two levels that are tried. */
const PIECES = [4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384];

/**
 * Numbers of pieces per level with the fewest additions per bin and frequency; no level if adding every row costs no more.
 * @param part fraction of the frequencies that is folded
 */
function pieceCounts(rows: number, part: number): number[] {
  const foldsPerPiece = GROUP_PER_PIECE * part;
  const cost = (pieces: readonly number[]): number => {
    let parts = rows;
    let sum = 0;
    for (const count of pieces) {
      sum += parts / (foldsPerPiece * count);
      parts = count;
    }
    return sum + parts;
  };
  const choices = PIECES.flatMap((count) => [
    [count],
    ...PIECES.filter((fewer) => 2 * fewer <= count).map((fewer) => [count, fewer]),
  ]).filter(([count]) => count < rows);
  return choices.reduce<number[]>((best, choice) => (cost(choice) < cost(best) ? choice : best), []);
}
