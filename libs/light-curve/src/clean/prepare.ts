import type { QualityLevel } from '@exoplanet/contracts';
import { LightCurveError } from '../errors';
import type { PixelSeries } from '../pixels/pixel-images';
import { present } from '../present';
import { DEFAULT_LIMITS } from '../read/limits';
import { timeShift } from '../read/time-system';
import type { LightCurve, Notice, RawLightCurve, Target, TimeSystem } from '../types';
import { type CleanedFile, cleanFile, type SourceFile } from './clean-file';
import { type ClipOptions, clipUpward } from './clip';
import { dilutionNotices } from './dilution';
import { toOneExposure } from './one-exposure';
import { DEFAULT_SEGMENTS, type SegmentOptions } from './segments';

export interface PrepareOptions {
  /** How strictly the quality flags are applied, or the bits that drop a cadence. @default 'default' */
  quality?: QualityLevel | number;
  /** The files are of one star, although they name it differently: under a KIC and a TIC number, for example. */
  sameStar?: boolean;
  /** Upward clipping; false keeps every point. @default { sigma: 5, window: 3 } */
  clip?: ClipOptions | false;
  segments?: Partial<SegmentOptions>;
}

export interface PreparedLightCurve {
  curve: LightCurve;
  target: Target;
  /** Files in the curve, in time order. */
  sources: SourceFile[];
  /** Files left out, with the reason; the curve is made of the others. */
  failed: LightCurveError[];
  /** Points dropped as upward outliers. */
  clipped: number;
  notices: Notice[];
}

/**
 * One clean curve from the files of one star: quality-masked, finite, in time order and one time system, cut into segments,
 * each of median 1, upward outliers dropped. If exposure lengths differ, the faster ones are averaged to the slowest.
 * A file that cannot be used is left out and reported. Throws `DIFFERENT_STARS`, or the first file's error when no file can be used.
 */
export function prepare(raws: readonly RawLightCurve[], options: PrepareOptions = {}): PreparedLightCurve {
  const notices = raws.flatMap((raw) => [...raw.notices, ...dilutionNotices(raw)]);
  const target = commonTarget(raws, notices, options.sameStar === true);
  const segments = { ...DEFAULT_SEGMENTS, ...options.segments };
  const failed: LightCurveError[] = [];
  const used: CleanedFile[] = [];
  const pixels: PixelSeries[] = [];
  const system = earliest(raws).timeSystem;
  for (const raw of inTimeOrder(raws)) {
    try {
      const cleaned = cleanFile(inSystem(raw, system, notices), options.quality ?? 'default', segments);
      if (cleaned.pixels) pixels.push(cleaned.pixels);
      if (isBesideCurve(raw, raws, notices)) continue;
      refuseOverlap(used.at(-1), cleaned);
      refuseLongSpan(used.at(0), cleaned);
      used.push(cleaned);
    } catch (error) {
      if (!(error instanceof LightCurveError)) throw error;
      failed.push(error);
    }
  }
  if (used.length === 0)
    throw failed[0] ?? new LightCurveError('TOO_FEW_POINTS', 'no file', 'expected at least one light curve');
  const [alike, exposure] = toOneExposure(used, notices);
  const stitched = stitch(alike, system, exposure);
  const clipped = options.clip === false ? stitched : clipUpward(stitched, options.clip);
  const curve = { ...clipped, ...(pixels.length > 0 ? { pixels } : {}) };
  return {
    curve,
    target,
    sources: used.map(({ source }) => source),
    failed,
    clipped: stitched.time.length - curve.time.length,
    notices,
  };
}

/** The star of all files; values of the first file that gives them. Throws `DIFFERENT_STARS`. */
function commonTarget(raws: readonly RawLightCurve[], notices: Notice[], sameStar: boolean): Target {
  const named = raws.find((raw) => raw.target.name !== undefined);
  const target: Target = {};
  for (const { file, target: own } of raws) {
    if (own.name === undefined && raws.length > 1) {
      notices.push({
        code: 'star_unnamed',
        file,
        message: `the file ${file} does not name its star; ${named?.target.name ?? 'the star of the other files'} is assumed`,
      });
    } else if (named && own.name !== named.target.name) {
      if (!sameStar)
        throw new LightCurveError(
          'DIFFERENT_STARS',
          file,
          `is of ${own.name}, expected ${named.target.name} like ${named.file}; send same_star=true if these are names of one star`,
        );
      notices.push({
        code: 'stars_joined',
        file,
        message: `${own.name} (${file}) and ${named.target.name} (${named.file}) were joined as one star, as requested`,
      });
    }
    Object.assign(target, { ...own, ...target });
  }
  return target;
}

function earliest(raws: readonly RawLightCurve[]): RawLightCurve {
  const first = inTimeOrder(raws)[0];
  if (!first) throw new LightCurveError('TOO_FEW_POINTS', 'no file', 'expected at least one light curve');
  return first;
}

function inTimeOrder(raws: readonly RawLightCurve[]): RawLightCurve[] {
  const start = (raw: RawLightCurve) => raw.time[0] + timeShift(raw.timeSystem, 'BJD');
  return [...raws].sort((a, b) => start(a) - start(b));
}

function inSystem(raw: RawLightCurve, system: TimeSystem, notices: Notice[]): RawLightCurve {
  if (raw.timeSystem === system) return raw;
  notices.push({
    code: 'time_system_converted',
    file: raw.file,
    message: `times converted from ${raw.timeSystem} to ${system}`,
  });
  const shift = timeShift(raw.timeSystem, system);
  return { ...raw, time: raw.time.map((time) => time + shift) };
}

/** Whether a light curve of the same time is among the files: it is better corrected than the sum of the pixels, which are kept. */
function isBesideCurve(raw: RawLightCurve, raws: readonly RawLightCurve[], notices: Notice[]): boolean {
  if (!raw.pixels) return false;
  const [from, to] = rangeOf(raw);
  const curve = raws.find((other) => !other.pixels && rangeOf(other)[0] <= to && rangeOf(other)[1] >= from);
  if (!curve) return false;
  notices.push({
    code: 'pixels_beside_curve',
    file: raw.file,
    message: `the flux is taken from ${curve.file}; only the images of ${raw.file} are used`,
  });
  return true;
}

function rangeOf({ time, timeSystem }: RawLightCurve): [from: number, to: number] {
  const shift = timeShift(timeSystem, 'BJD');
  return [time[0] + shift, time[time.length - 1] + shift];
}

function refuseOverlap(before: CleanedFile | undefined, next: CleanedFile): void {
  const end = before?.time.at(-1);
  const start = next.time[0];
  if (before && end !== undefined && start <= end) {
    throw new LightCurveError(
      'REPEATED_TIMES',
      next.source.file,
      `begins at ${start}, before ${before.source.file} ends at ${end}; expected files that follow each other in time`,
    );
  }
}

function refuseLongSpan(first: CleanedFile | undefined, next: CleanedFile): void {
  const start = first?.time[0] ?? next.time[0];
  const end = next.time[next.time.length - 1];
  if (end - start > DEFAULT_LIMITS.maxSpan)
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      next.source.file,
      `ends ${(end - start).toFixed(0)} d after the first file begins, expected at most ${DEFAULT_LIMITS.maxSpan} d`,
    );
}

function stitch(files: readonly CleanedFile[], timeSystem: TimeSystem, cadence: number): LightCurve {
  const total = files.reduce((sum, file) => sum + file.time.length, 0);
  const join = (column: (file: CleanedFile) => Float64Array) => {
    const joined = new Float64Array(total);
    let at = 0;
    for (const file of files) {
      joined.set(column(file), at);
      at += file.time.length;
    }
    return joined;
  };
  const segment = new Int32Array(total);
  let row = 0;
  let before = 0;
  for (const file of files) {
    for (const own of file.segment) segment[row++] = before + own;
    before += (file.segment.at(-1) ?? -1) + 1;
  }
  const quality = files.some((file) => file.quality) ? new Int32Array(total) : undefined;
  let at = 0;
  for (const file of files) {
    if (file.quality) quality?.set(file.quality, at);
    at += file.time.length;
  }
  const hasCentroids = files.every((file) => file.centroidCol && file.centroidRow);
  return {
    time: join((file) => file.time),
    timeSystem,
    flux: join((file) => file.flux),
    fluxErr: join((file) => file.fluxErr),
    segment,
    cadence,
    ...present({
      quality,
      centroidCol: hasCentroids ? join((file) => file.centroidCol!) : undefined,
      centroidRow: hasCentroids ? join((file) => file.centroidRow!) : undefined,
    }),
  };
}
