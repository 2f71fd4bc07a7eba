import { present } from '../present';
import type { Notice } from '../types';
import type { CleanedFile } from './clean-file';
import { segmentRanges } from './segments';

/** Exposures that differ by less than this factor count as equal. */
const ALIKE = 1.5;
/** Exposures are averaged to at most this length [d]: a longer one hides transits. */
const LONGEST = 1 / 24;
/** Steps that tell a segment's exposure from that of its file: a table may hold stretches of several. */
const MIN_STEPS = 50;
/** Dropped rows make steps longer, but not those that this part of them does not exceed. */
const WHOLE_STEPS = 0.1;
/** A mean needs this part of its exposures: one of two is enough. */
const MIN_PART = 0.45;

interface Stretch {
  start: number;
  end: number;
  /** [d] */
  exposure: number;
}

/**
 * Files of one exposure: the slowest of at most an hour. Faster ones are averaged to it, for noise, coverage and models are those of
 * one exposure. Where all are longer than an hour, the files stay as they are. @returns the files and that exposure [d]
 */
export function toOneExposure(files: readonly CleanedFile[], notices: Notice[]): [CleanedFile[], number] {
  const stretches = files.map(stretchesOf);
  const all = stretches.flat().map(({ exposure }) => exposure);
  const within = all.filter((exposure) => exposure <= LONGEST);
  if (within.length === 0) return [[...files], Math.max(...all)];
  const slowest = Math.max(...within);
  return [files.map((file, index) => averaged(file, stretches[index], slowest, notices)), slowest];
}

/** A segment with enough steps has its own exposure; a shorter one has that of the file's which is nearest to its steps. */
function stretchesOf({ time, segment, source }: CleanedFile): Stretch[] {
  const ranges = segmentRanges(segment).map(({ start, end }) => ({ start, end, step: stepOf(time, start, end) }));
  const long = ranges.filter(({ start, end }) => end - start > MIN_STEPS);
  const own = long.map(({ step }) => (isAlike(step, source.cadence) ? source.cadence : step));
  const known = own.length > 0 ? own : [source.cadence];
  const distance = (a: number, b: number) => Math.abs(Math.log(a / b));
  const nearest = (step: number) => known.reduce((a, b) => (distance(b, step) < distance(a, step) ? b : a));
  return ranges.map(({ start, end, step }) => ({ start, end, exposure: nearest(step) }));
}

const isAlike = (a: number, b: number): boolean => a < ALIKE * b && b < ALIKE * a;

/** Step from one exposure to the next, whatever rows were dropped [d]. */
function stepOf(time: Float64Array, start: number, end: number): number {
  const count = Math.max(0, end - start - 1);
  const steps = Float64Array.from({ length: count }, (_, row) => time[start + row + 1] - time[start + row]).sort();
  return steps[Math.floor(WHOLE_STEPS * count)];
}

function averaged(file: CleanedFile, stretches: readonly Stretch[], exposure: number, notices: Notice[]): CleanedFile {
  const fast = stretches.filter((stretch) => exposure >= ALIKE * stretch.exposure);
  if (fast.length === 0) return file;
  const groups = stretches.flatMap((stretch) =>
    fast.includes(stretch) ? groupsOf(file.time, stretch, exposure) : rowsOf(stretch),
  );
  const minutes = (days: number) => (24 * 60 * days).toFixed(1);
  notices.push({
    code: 'exposures_averaged',
    file: file.source.file,
    message: `exposures of ${minutes(Math.min(...fast.map((stretch) => stretch.exposure)))} min were averaged to ${minutes(exposure)} min, those of the other data of the star`,
  });
  const mean = (values: Float64Array) =>
    Float64Array.from(groups, ([start, end]) => values.subarray(start, end).reduce((a, b) => a + b, 0) / (end - start));
  const errorOf = ([start, end]: [number, number]) =>
    Math.sqrt(file.fluxErr.subarray(start, end).reduce((sum, error) => sum + error * error, 0)) / (end - start);
  return {
    ...file,
    time: mean(file.time),
    flux: mean(file.flux),
    fluxErr: Float64Array.from(groups, errorOf),
    segment: Int32Array.from(groups, ([start]) => file.segment[start]),
    ...present({
      quality:
        file.quality &&
        Int32Array.from(groups, ([start, end]) => file.quality!.subarray(start, end).reduce((a, b) => a | b, 0)),
      centroidCol: file.centroidCol && mean(file.centroidCol),
      centroidRow: file.centroidRow && mean(file.centroidRow),
    }),
  };
}

const rowsOf = ({ start, end }: Stretch): [number, number][] =>
  Array.from({ length: end - start }, (_, row) => [start + row, start + row + 1]);

/** Rows [from, to) of each exposure of the new length that holds enough of the old ones. */
function groupsOf(time: Float64Array, { start, end, exposure: own }: Stretch, exposure: number): [number, number][] {
  const first = time[start] - own / 2;
  const placeOf = (row: number) => Math.floor((time[row] - first) / exposure);
  const groups: [number, number][] = [];
  let from = start;
  for (let row = start + 1; row <= end; row++) {
    if (row < end && placeOf(row) === placeOf(from)) continue;
    if ((row - from) * own >= MIN_PART * exposure) groups.push([from, row]);
    from = row;
  }
  return groups;
}
