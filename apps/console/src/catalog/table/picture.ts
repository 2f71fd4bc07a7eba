export interface AxisRequest {
  name: string;
  log: boolean;
  /** Ends of the axis; by default those of the values. */
  ends?: readonly [min: number, max: number];
}

/** A scatter of two columns, or the histogram of one. `order` names the rows that stand out; without it all do. */
export interface PictureRequest {
  x: AxisRequest;
  y?: AxisRequest;
  order?: string;
}

export interface Range {
  min: number;
  max: number;
  log: boolean;
}

/** What is drawn. Places are shares of an axis from 0 to 1. */
export type Picture = { x: Range; y?: Range } & (
  | { kind: 'points'; xs: Float32Array; ys: Float32Array; chosen?: Uint8Array }
  /** How many rows stand in each cell, row by row from below: of all, and of those that are chosen. */
  | { kind: 'density'; columns: number; rows: number; all: Uint32Array; some: Uint32Array }
  | { kind: 'bars'; all: Uint32Array; some: Uint32Array }
);

/** From this number of rows on a scatter plot shows the density. */
const DENSE = 50_000;
const BARS = 40;
const CELLS = { columns: 180, rows: 110 };

export interface AxisValues extends AxisRequest {
  values: ArrayLike<number> & Iterable<number>;
}

/** The range of the values that an axis can show; something sensible where there are none. */
function rangeOf({ values, log, ends }: AxisValues): Range {
  if (ends) return { min: ends[0], max: ends[1], log };
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = log ? [0.1, 10] : [0, 1];
  if (min === max) [min, max] = log ? [min / 2, max * 2] : [min - 0.5, max + 0.5];
  return { min, max, log };
}

/** Where a value stands on an axis, from 0 to 1; NaN where it has no place. */
export const shareOf = ({ min, max, log }: Range, value: number): number =>
  log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);

export const valueAt = ({ min, max, log }: Range, share: number): number =>
  log ? min * (max / min) ** share : min + share * (max - min);

export function pictureOf(x: AxisValues, y: AxisValues | undefined, chosen: Uint8Array | undefined): Picture {
  const rangeX = rangeOf(x);
  const isChosen = (row: number) => chosen === undefined || chosen[row] === 1;
  if (!y) {
    const [all, some] = [new Uint32Array(BARS), new Uint32Array(BARS)];
    for (let row = 0; row < x.values.length; row++) {
      const share = shareOf(rangeX, x.values[row]);
      if (!(share >= 0 && share <= 1)) continue;
      const bar = Math.min(BARS - 1, Math.floor(share * BARS));
      all[bar]++;
      if (isChosen(row)) some[bar]++;
    }
    return { kind: 'bars', x: rangeX, all, some };
  }
  const rangeY = rangeOf(y);
  if (x.values.length <= DENSE) {
    const place = (range: Range, values: ArrayLike<number>) =>
      Float32Array.from(values, (value) => shareOf(range, value));
    const [xs, ys] = [place(rangeX, x.values), place(rangeY, y.values)];
    return { kind: 'points', x: rangeX, y: rangeY, xs, ys, ...(chosen ? { chosen } : {}) };
  }
  const { columns, rows } = CELLS;
  const [all, some] = [new Uint32Array(columns * rows), new Uint32Array(columns * rows)];
  for (let row = 0; row < x.values.length; row++) {
    const [across, up] = [shareOf(rangeX, x.values[row]), shareOf(rangeY, y.values[row])];
    if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) continue;
    const cell =
      Math.min(rows - 1, Math.floor(up * rows)) * columns + Math.min(columns - 1, Math.floor(across * columns));
    all[cell]++;
    if (isChosen(row)) some[cell]++;
  }
  return { kind: 'density', x: rangeX, y: rangeY, columns, rows, all, some };
}
