import { sumRows } from './row-sum';
import type { WeightedSeries } from './weighted-series';

/** Sums of neighbouring rows, each folded at one period. */
interface Level {
  /** Number of pieces. */
  pieces: number;
  /** Period of the fold [bins], and the mean row of each piece. */
  centre: number;
  middle: Float64Array;
  /** 1 where a piece holds data: over years of gaps most do not, and cost nothing. */
  filled: Uint8Array;
  /** Each piece twice in a row, so that a shifted piece is a contiguous stretch, followed by as many zeros. */
  weight: Float64Array;
  flux: Float64Array;
}

/**
 * Folds one series at many neighbouring periods by adding rows of a time grid, one row a period long.
 *
 * With many rows it works in levels, as the fast folding algorithm does (Staelin 1969, Proc. IEEE 57, 724). The rows are cut
 * into pieces. Each piece is added up once for a group of periods, at the centre of the group, because within a piece they
 * barely drift apart. Pieces are added to longer pieces in the same way, shifted by the drift between them. For each period
 * the longest pieces are added. Folding n points thus takes pieces × bins additions.
 */
export class SegmentedFold {
  /** Sum of the weights, and of weight × flux, in each phase bin of the latest {@link fold}; only the first {@link bins} count. */
  readonly weight: Float64Array;
  readonly flux: Float64Array;
  /** Number of phase bins of the latest group. */
  bins = 0;

  private readonly gridWeight: Float64Array;
  private readonly gridFlux: Float64Array;
  /** Filled cells of the grid before each cell. */
  private readonly filledBefore: Int32Array;
  private readonly gridLength: number;
  private readonly longestRow: number;
  private readonly levels: Level[];
  private readonly starts: Int32Array;

  /**
   * @param series points in time order from 0
   * @param width length of a phase bin [d]
   * @param longest longest period that will be folded [d]
   * @param shortest shortest period that will be folded [d]
   * @param pieces number of pieces of each level, falling; without levels every period is folded row by row
   */
  constructor(
    series: WeightedSeries,
    private readonly width: number,
    longest: number,
    shortest: number,
    pieces: readonly number[],
  ) {
    const { time } = series;
    this.gridLength = Math.floor(time[time.length - 1] / width) + 1;
    this.longestRow = Math.ceil(longest / width) + 1;
    const padded = this.gridLength + 2 * this.longestRow;
    this.gridWeight = new Float64Array(padded);
    this.gridFlux = new Float64Array(padded);
    for (let i = 0; i < time.length; i++) {
      const cell = Math.floor(time[i] / width);
      this.gridWeight[cell] += series.weight[i];
      this.gridFlux[cell] += series.weightedFlux[i];
    }
    this.filledBefore = new Int32Array(padded + 1);
    for (let cell = 0; cell < padded; cell++)
      this.filledBefore[cell + 1] = this.filledBefore[cell] + (this.gridWeight[cell] > 0 ? 1 : 0);
    this.weight = new Float64Array(this.longestRow);
    this.flux = new Float64Array(this.longestRow);
    this.levels = pieces.map((count) => ({
      pieces: count,
      centre: 0,
      middle: new Float64Array(count),
      filled: new Uint8Array(count),
      weight: new Float64Array(2 * this.longestRow * (count + 1)),
      flux: new Float64Array(2 * this.longestRow * (count + 1)),
    }));
    this.starts = new Int32Array(Math.ceil((this.gridLength * width) / shortest) + 2);
  }

  /** Sets the number of phase bins for periods near `centre` [d]; every level has to be prepared anew after it. */
  begin(centre: number): void {
    this.bins = Math.round(centre / this.width);
  }

  /** Adds up the pieces of one level for periods near `centre` [d]; the level before it has to be prepared for these too. */
  prepare(level: number, centre: number): void {
    const { bins, longestRow } = this;
    const to = this.levels[level];
    to.centre = centre / this.width;
    const parts = this.partsBelow(level, to.centre);
    for (let piece = 0; piece < to.pieces; piece++) {
      const first = Math.floor((piece * parts) / to.pieces);
      const end = Math.floor(((piece + 1) * parts) / to.pieces);
      to.middle[piece] = (this.rowOf(level, first) + this.rowOf(level, Math.max(first, end - 1))) / 2;
      const base = piece * 2 * longestRow;
      const found = this.sum(level, to.centre, first, end, to.weight.subarray(base), to.flux.subarray(base));
      to.filled[piece] = found ? 1 : 0;
      if (!found) continue;
      to.weight.copyWithin(base + bins, base, base + bins);
      to.flux.copyWithin(base + bins, base, base + bins);
    }
  }

  /** Folds at a period [d] of the group into {@link weight} and {@link flux}; phase 0 is time 0. */
  fold(period: number): void {
    const exact = period / this.width;
    const level = this.levels.length;
    this.sum(level, exact, 0, this.partsBelow(level, exact), this.weight, this.flux);
  }

  /** Rows of the grid, or pieces of the level before. */
  private partsBelow(level: number, period: number): number {
    return level === 0 ? Math.ceil(this.gridLength / period) : this.levels[level - 1].pieces;
  }

  private rowOf(level: number, part: number): number {
    return level === 0 ? part : this.levels[level - 1].middle[part];
  }

  /** Adds the parts below a level from `first` to before `end`, folded at a period [bins]. @returns false, and adds nothing, where they hold no data */
  private sum(
    level: number,
    period: number,
    first: number,
    end: number,
    weight: Float64Array,
    flux: Float64Array,
  ): boolean {
    const { starts, bins, longestRow, filledBefore } = this;
    let count = 0;
    if (level === 0) {
      for (let row = first; row < end; row++) {
        const start = Math.round(row * period);
        if (filledBefore[start + bins] > filledBefore[start]) starts[count++] = start;
      }
      if (count === 0) return false;
      const empty = this.gridLength + longestRow;
      sumRows(this.gridWeight, starts, count, empty, weight, bins);
      sumRows(this.gridFlux, starts, count, empty, flux, bins);
      return true;
    }
    const below = this.levels[level - 1];
    const drift = period - below.centre;
    for (let part = first; part < end; part++) {
      if (below.filled[part] === 0) continue;
      const shift = Math.round(below.middle[part] * drift) % bins;
      starts[count++] = part * 2 * longestRow + (shift < 0 ? shift + bins : shift);
    }
    if (count === 0) return false;
    const empty = below.pieces * 2 * longestRow;
    sumRows(below.weight, starts, count, empty, weight, bins);
    sumRows(below.flux, starts, count, empty, flux, bins);
    return true;
  }
}
