import { type AnalyzeCommand, ephemeridesFrom, type GivenTimeSystem, type LightCurveFault } from '@exoplanet/contracts';
import {
  type Analysis,
  analyze,
  type AnalyzeOptions,
  DEFAULT_LIMITS,
  type LightCurve,
  LightCurveError,
  prepare,
  type PreparedLightCurve,
  type PrepareOptions,
  type RawLightCurve,
  readLightCurveArrays,
  readLightCurveFiles,
  type Stage,
  TIME_ZERO,
  type TimeSystem,
  zeroOfGiven,
} from '@exoplanet/light-curve';
import { type CurveTables, curveTables } from './curve-tables';

export interface StageProgress {
  stage: 'reading' | Stage;
  /** Share of the stage that is done, 0 to 1. */
  fraction: number;
  /** Rough upper limit of the processor time that the search still needs [s]; known before it begins. */
  seconds_left?: number;
}

/** A file that was left out, and why. */
export interface RefusedFile {
  file: string;
  code: LightCurveFault;
  message: string;
}

export interface MeasuredCurve {
  analysis: Omit<Analysis, 'full'>;
  tables: CurveTables;
  prepared: Omit<PreparedLightCurve, 'curve' | 'failed'>;
  /** Cadence and span in days. */
  curve: { timeSystem: TimeSystem; cadence: number; points: number; span: number };
  refused: RefusedFile[];
}

/** Plain data, so that it can cross threads: an error would lose its class there. */
export type CurveReply = { ok: true; measured: MeasuredCurve } | { ok: false; refused: RefusedFile[] };

/**
 * The first half of vetting, which needs no model: reads, cleans, searches and tests one star's photometry. A worker runs it on
 * a thread of its own.
 */
export function measureCurve(
  command: AnalyzeCommand,
  onProgress: (progress: StageProgress) => void = () => undefined,
): CurveReply {
  onProgress({ stage: 'reading', fraction: 0 });
  try {
    const { curves, failed } = read(command);
    if (curves.length === 0) return { ok: false, refused: failed.map(refusal) };
    const { options } = command;
    const { curve, failed: unfit, ...prepared } = prepare(curves, preparation(options));
    const target = { ...prepared.target, ...options.star, ...(options.source ? { mission: options.source } : {}) };
    const { full, ...analysis } = analyze(curve, {
      target,
      ...searchOptions(command, curve),
      onProgress: (stage, fraction, secondsLeft) =>
        onProgress({ stage, fraction, ...(secondsLeft !== undefined && { seconds_left: secondsLeft }) }),
    });
    const span = curve.time[curve.time.length - 1] - curve.time[0];
    return {
      ok: true,
      measured: {
        analysis,
        tables: curveTables(curve, full),
        prepared: { ...prepared, target },
        curve: { timeSystem: curve.timeSystem, cadence: curve.cadence, points: curve.time.length, span },
        refused: [...failed, ...unfit].map(refusal),
      },
    };
  } catch (error) {
    if (error instanceof LightCurveError) return { ok: false, refused: [refusal(error)] };
    throw error;
  }
}

function preparation({ quality_mask: quality, same_star: sameStar }: AnalyzeCommand['options']): PrepareOptions {
  return { ...(quality === undefined ? {} : { quality }), ...(sameStar === undefined ? {} : { sameStar }) };
}

function read({
  files,
  columns,
  time_system: timeSystem,
  options: { flux_column: fluxColumn, source: mission },
}: AnalyzeCommand): {
  curves: RawLightCurve[];
  failed: LightCurveError[];
} {
  const options = {
    ...(timeSystem ? { timeSystem } : {}),
    ...(fluxColumn ? { fluxColumn } : {}),
    ...(mission ? { mission } : {}),
  };
  if (files) return readLightCurveFiles(files, options);
  if (!columns) return { curves: [], failed: [] };
  return { curves: [readLightCurveArrays('the request', columns, options)], failed: [] };
}

/** Epochs above this are full Julian dates [d]. */
const JULIAN_DATES = 2_400_000;

/**
 * A mid-time in the curve's system: given as a full Julian date, else in the system that the request names, else in the curve's.
 * @throws LightCurveError UNUSABLE_TIMES for one that is far from the curve, as one of another system is
 */
function inCurve(
  at: number,
  field: string,
  given: GivenTimeSystem | undefined,
  { time, timeSystem }: LightCurve,
): number {
  const zero = given ? zeroOfGiven(given) : TIME_ZERO[timeSystem];
  const named = given ?? timeSystem;
  const placed = at + (at > JULIAN_DATES ? 0 : zero) - TIME_ZERO[timeSystem];
  const apart = Math.max(time[0] - placed, placed - time[time.length - 1]);
  if (apart > DEFAULT_LIMITS.maxSpan)
    throw new LightCurveError(
      'UNUSABLE_TIMES',
      field,
      `the epoch ${at} is ${apart.toFixed(0)} d away from the light curve; expected ${named === 'BJD' ? 'BJD; name another system in time_system' : `BJD or ${named}`}`,
    );
  return placed;
}

function searchOptions({ options, time_system: given }: AnalyzeCommand, curve: LightCurve): AnalyzeOptions {
  const { period, epoch, duration, max_planets: maxPlanets, period_min: periodMin, period_max: periodMax } = options;
  const { duration_min: durationMin, duration_max: durationMax, detrend_window: detrendWindow } = options;
  const { min_mes: minMes, min_transits: minTransits, limb_u1: u1, limb_u2: u2 } = options;
  const mask = options.mask === undefined ? undefined : ephemeridesFrom(options.mask);
  const limits = {
    ...{ maxPlanets, periodMin, periodMax, durationMin, durationMax, detrendWindow, minMes, minTransits },
    ...(mask && { mask: mask.map((one) => ({ ...one, epoch: inCurve(one.epoch, 'mask', given, curve) })) }),
    ...(u1 !== undefined && u2 !== undefined && { limb: { u1, u2 } }),
  };
  if (period === undefined || epoch === undefined) return limits;
  return { ...limits, known: { period, epoch: inCurve(epoch, 'epoch', given, curve), duration } };
}

const refusal = ({ file, code, message }: LightCurveError): RefusedFile => ({ file, code, message });
