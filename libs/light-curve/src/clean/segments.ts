/** Where a curve is cut: detrending and normalising never reach across. */
export interface SegmentOptions {
  /** A pause longer than this begins a new segment [d]; never less than five cadences. @default 0.75 */
  gap: number;
  /** A segment shorter than this is joined to its nearer neighbour in the same file [d]: alone, it could lie completely within a transit. @default 2 */
  shortest: number;
}

export const DEFAULT_SEGMENTS: SegmentOptions = { gap: 0.75, shortest: 2 };

const MIN_GAP_CADENCES = 5;

/** Start rows of the segments of one file's sorted times [d]; the first is 0. */
export function segmentStarts(time: Float64Array, cadence: number, options: SegmentOptions): number[] {
  const gap = Math.max(options.gap, MIN_GAP_CADENCES * cadence);
  const starts = [0];
  for (let row = 1; row < time.length; row++) {
    if (time[row] - time[row - 1] > gap) starts.push(row);
  }
  return joinShortSegments(time, starts, options.shortest);
}

/** Removes the cut between a short segment and the neighbour with the smaller pause, shortest segment first. */
function joinShortSegments(time: Float64Array, starts: number[], shortest: number): number[] {
  const joined = [...starts];
  const pauseBefore = (start: number) => time[start] - time[start - 1];
  for (;;) {
    if (joined.length === 1) return joined;
    let pick = -1;
    let pickLength = shortest;
    joined.forEach((start, index) => {
      const end = joined[index + 1] ?? time.length;
      const length = time[end - 1] - time[start];
      if (length < pickLength) [pick, pickLength] = [index, length];
    });
    if (pick === -1) return joined;
    const before = pick > 0 ? pauseBefore(joined[pick]) : Infinity;
    const next = joined[pick + 1];
    const after = next === undefined ? Infinity : pauseBefore(next);
    joined.splice(before <= after ? pick : pick + 1, 1);
  }
}

/** The stretches of rows with one segment number: [start, end). */
export function segmentRanges(segment: Int32Array): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let start = 0;
  for (let row = 1; row <= segment.length; row++) {
    if (row < segment.length && segment[row] === segment[start]) continue;
    if (row > start) ranges.push({ start, end: row });
    start = row;
  }
  return ranges;
}
