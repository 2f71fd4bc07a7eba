import { type AnalyzeCommand, ephemeridesFrom, type LightCurveFault } from '@exoplanet/contracts';
import {
  type Analysis,
  analyze,
  type AnalyzeOptions,
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
      ...searchOptions(command, curve.timeSystem),
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

function searchOptions({ options }: AnalyzeCommand, timeSystem: TimeSystem): AnalyzeOptions {
  const { period, epoch, duration, max_planets: maxPlanets, period_min: periodMin, period_max: periodMax } = options;
  const { duration_min: durationMin, duration_max: durationMax, detrend_window: detrendWindow } = options;
  const { min_mes: minMes, min_transits: minTransits, limb_u1: u1, limb_u2: u2 } = options;
  const inCurve = (at: number) => (at > JULIAN_DATES ? at - TIME_ZERO[timeSystem] : at);
  const mask = options.mask === undefined ? undefined : ephemeridesFrom(options.mask);
  const limits = {
    ...{ maxPlanets, periodMin, periodMax, durationMin, durationMax, detrendWindow, minMes, minTransits },
    ...(mask && { mask: mask.map((one) => ({ ...one, epoch: inCurve(one.epoch) })) }),
    ...(u1 !== undefined && u2 !== undefined && { limb: { u1, u2 } }),
  };
  if (period === undefined || epoch === undefined) return limits;
  return { ...limits, known: { period, epoch: inCurve(epoch), duration } };
}

const refusal = ({ file, code, message }: LightCurveError): RefusedFile => ({ file, code, message });
