import { sumRows } from './row-sum';
import { WeightedSeries } from './weighted-series';

/**
 * Folds one series at many neighbouring periods by adding rows of a time grid, one row a period long.
 *
 * With many rows it takes two steps, as the fast folding algorithm does (Staelin 1969, Proc. IEEE 57, 724): the rows
 * are cut in pieces; each piece is added up once for a group of periods, at the group's centre, since over a piece they
 * barely drift apart; for each period the pieces are then added with the shift that the drift between them asks for.
 * A fold of n points so becomes pieces × bins additions.
 */
export class SegmentedFold {
  /** Sum of the weights, and of weight × flux, in each phase bin of the latest {@link fold}; only the first {@link bins} count. */
  readonly weight: Float64Array;
  readonly flux: Float64Array;
  /** Number of phase bins of the latest group. */
  bins = 0;

  private readonly gridWeight: Float64Array;
  private readonly gridFlux: Float64Array;
  private readonly gridLength: number;
  private readonly longestRow: number;
  /** Pieces of the latest group, each stored twice in a row so that a shift is a stretch of it. */
  private readonly pieceWeight: Float64Array;
  private readonly pieceFlux: Float64Array;
  private readonly starts: Int32Array;
  private centre = 0;
  private rows = 0;

  /**
   * @param series points in time order from 0
   * @param width length of a phase bin [d]
   * @param longest longest period that will be folded [d]
   * @param shortest shortest period that will be folded [d]
   * @param pieces number of pieces; 1 folds every period row by row
   */
  constructor(
    series: WeightedSeries,
    private readonly width: number,
    longest: number,
    shortest: number,
    private readonly pieces: number,
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
    this.weight = new Float64Array(this.longestRow);
    this.flux = new Float64Array(this.longestRow);
    const stored = pieces > 1 ? 2 * this.longestRow * (pieces + 1) : 0;
    this.pieceWeight = new Float64Array(stored);
    this.pieceFlux = new Float64Array(stored);
    this.starts = new Int32Array(Math.ceil((this.gridLength * width) / shortest) + 2);
  }

  /** Makes ready for periods near `centre` [d]. */
  prepare(centre: number): void {
    this.centre = centre / this.width;
    this.bins = Math.round(this.centre);
    this.rows = Math.ceil(this.gridLength / this.centre);
    if (this.pieces > 1) for (let piece = 0; piece < this.pieces; piece++) this.addPiece(piece);
  }

  private firstRow(piece: number): number {
    return Math.floor((piece * this.rows) / this.pieces);
  }

  private addPiece(piece: number): void {
    const { bins, starts } = this;
    const from = this.firstRow(piece);
    const rows = this.firstRow(piece + 1) - from;
    for (let row = 0; row < rows; row++) starts[row] = Math.round((from + row) * this.centre);
    const empty = this.gridLength + this.longestRow;
    const base = piece * 2 * this.longestRow;
    for (const [grid, store] of [
      [this.gridWeight, this.pieceWeight],
      [this.gridFlux, this.pieceFlux],
    ]) {
      sumRows(grid, starts, rows, empty, store.subarray(base, base + bins), bins);
      store.copyWithin(base + bins, base, base + bins);
    }
  }

  /** Folds at a period [d] of the group into {@link weight} and {@link flux}; phase 0 is time 0. */
  fold(period: number): void {
    const { starts, pieces, bins } = this;
    const exact = period / this.width;
    if (pieces === 1) {
      const rows = Math.ceil(this.gridLength / exact);
      for (let row = 0; row < rows; row++) starts[row] = Math.round(row * exact);
      const empty = this.gridLength + this.longestRow;
      sumRows(this.gridWeight, starts, rows, empty, this.weight, bins);
      sumRows(this.gridFlux, starts, rows, empty, this.flux, bins);
      return;
    }
    const drift = exact - this.centre;
    for (let piece = 0; piece < pieces; piece++) {
      const middle = (this.firstRow(piece) + this.firstRow(piece + 1) - 1) / 2;
      const shift = Math.round(middle * drift) % bins;
      starts[piece] = piece * 2 * this.longestRow + (shift < 0 ? shift + bins : shift);
    }
    const empty = pieces * 2 * this.longestRow;
    sumRows(this.pieceWeight, starts, pieces, empty, this.weight, bins);
    sumRows(this.pieceFlux, starts, pieces, empty, this.flux, bins);
  }
}
