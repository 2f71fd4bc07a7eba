import type { QualityLevel } from '@exoplanet/contracts';
import { LightCurveError } from '../errors';
import type { PixelSeries } from '../pixels/pixel-images';
import { present } from '../present';
import { qualityMask } from '../quality-masks';
import { DEFAULT_LIMITS } from '../read/limits';
import { MAD_OF_UNIT_SIGMA, medianOf } from '../statistics/median';
import type { RawLightCurve, TimeSystem, TimeSystemOrigin } from '../types';
import { removeDilution, starPart } from './dilution';
import { type SegmentOptions, segmentStarts } from './segments';

/** What was read from one file and what was used. */
export interface SourceFile {
  file: string;
  /** `Q5`, `S12`, `C3`, where known. */
  stretch?: string;
  detector?: string;
  fluxColumn: string;
  timeSystem: TimeSystem;
  timeSystemFrom: TimeSystemOrigin;
  /** Exposure length [d]. */
  cadence: number;
  /** Rows read, and of those dropped for a missing flux or a quality flag. */
  rows: number;
  withoutFlux: number;
  flagged: number;
}

/** One file's good cadences, relative flux, segments numbered from 0. */
export interface CleanedFile {
  source: SourceFile;
  time: Float64Array;
  flux: Float64Array;
  fluxErr: Float64Array;
  segment: Int32Array;
  quality?: Int32Array;
  centroidCol?: Float64Array;
  centroidRow?: Float64Array;
  pixels?: PixelSeries;
}

/**
 * Drops flagged cadences and those without a flux, cuts at gaps and divides each segment by its median flux.
 * Centroids lose the local image motion where the file gives it.
 * Throws `TOO_FEW_POINTS` when the flags leave almost nothing, `FLUX_NOT_POSITIVE` for a segment that cannot be made relative.
 */
export function cleanFile(raw: RawLightCurve, quality: QualityLevel | number, segments: SegmentOptions): CleanedFile {
  const mask = qualityMask(raw.target.mission, quality, raw.qualityMasks);
  const kept: number[] = [];
  let withoutFlux = 0;
  let flagged = 0;
  for (let row = 0; row < raw.time.length; row++) {
    if (!Number.isFinite(raw.flux[row])) withoutFlux++;
    else if (((raw.quality?.[row] ?? 0) & mask) !== 0) flagged++;
    else kept.push(row);
  }
  if (kept.length < DEFAULT_LIMITS.minPoints) {
    throw new LightCurveError(
      'TOO_FEW_POINTS',
      raw.file,
      `${kept.length} of ${raw.time.length} rows are left, expected at least ${DEFAULT_LIMITS.minPoints}: ${reasonsOf(withoutFlux, flagged)}`,
    );
  }
  const take = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]);
  const time = take(raw.time);
  const flux = take(raw.flux);
  const fluxErr = raw.fluxErr ? take(raw.fluxErr) : new Float64Array(kept.length).fill(Number.NaN);
  const { file, stretch, detector, fluxColumn, timeSystem, timeSystemFrom, cadence } = raw;
  const segment = normaliseSegments(file, time, flux, fluxErr, segmentStarts(time, cadence, segments));
  removeDilution(flux, fluxErr, starPart(raw));
  return {
    source: {
      file,
      fluxColumn,
      timeSystem,
      timeSystemFrom,
      cadence,
      rows: raw.time.length,
      withoutFlux,
      flagged,
      ...present({ stretch, detector }),
    },
    time,
    segment,
    flux,
    fluxErr,
    ...present({
      quality: raw.quality && Int32Array.from(kept, (row) => raw.quality![row]),
      centroidCol: raw.centroidCol && take(withoutMotion(raw.centroidCol, raw.motionCol)),
      centroidRow: raw.centroidRow && take(withoutMotion(raw.centroidRow, raw.motionRow)),
      pixels: raw.pixels && {
        file,
        ...present({ stretch }),
        time,
        index: Int32Array.from(kept, (row) => raw.pixels!.index[row]),
        images: raw.pixels.images,
      },
    }),
  };
}

/** Why rows are left out, and what the caller can do about flags. */
function reasonsOf(withoutFlux: number, flagged: number): string {
  return [
    ...(withoutFlux > 0 ? [`${withoutFlux} have no flux`] : []),
    ...(flagged > 0
      ? [
          `quality flags drop ${flagged}; quality_mask says which flags count: default, hard, none, or the bits as a number`,
        ]
      : []),
  ].join(', ');
}

/** Divides flux and its error by the segment's median flux, in place; a missing error becomes the scatter from point to point. */
function normaliseSegments(
  file: string,
  time: Float64Array,
  flux: Float64Array,
  fluxErr: Float64Array,
  starts: number[],
): Int32Array {
  const segment = new Int32Array(time.length);
  starts.forEach((start, index) => {
    const end = starts[index + 1] ?? time.length;
    const level = medianOf(flux.subarray(start, end));
    if (!(level > 0)) {
      throw new LightCurveError(
        'FLUX_NOT_POSITIVE',
        file,
        `the median flux from ${time[start]} to ${time[end - 1]} is ${level}, expected a positive flux`,
      );
    }
    for (let row = start; row < end; row++) {
      segment[row] = index;
      flux[row] = flux[row] / level;
      fluxErr[row] = fluxErr[row] / level;
    }
    fillErrors(fluxErr.subarray(start, end), pointToPointScatter(flux.subarray(start, end)));
  });
  return segment;
}

function fillErrors(fluxErr: Float64Array, scatter: number): void {
  for (let row = 0; row < fluxErr.length; row++) {
    if (!(fluxErr[row] > 0)) fluxErr[row] = scatter;
  }
}

/** White noise σ from the differences of neighbours, which no slow change of the star moves. */
function pointToPointScatter(flux: Float64Array): number {
  const steps = Float64Array.from({ length: Math.max(0, flux.length - 1) }, (_, row) =>
    Math.abs(flux[row + 1] - flux[row]),
  );
  const sigma = medianOf(steps) / MAD_OF_UNIT_SIGMA / Math.SQRT2;
  return sigma > 0 ? sigma : Number.EPSILON;
}

function withoutMotion(centroid: Float64Array, motion: Float64Array | undefined): Float64Array {
  if (!motion) return centroid;
  return centroid.map((position, row) => position - (Number.isFinite(motion[row]) ? motion[row] : 0));
}
