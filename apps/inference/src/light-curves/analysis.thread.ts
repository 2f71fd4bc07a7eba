import type { MessagePort } from 'node:worker_threads';
import type { AnalyzeCommand, LightCurveFault } from '@exoplanet/contracts';
import {
  type Analysis,
  analyze,
  LightCurveError,
  prepare,
  type PreparedLightCurve,
  type RawLightCurve,
  readLightCurveArrays,
  readLightCurveFiles,
  type Stage,
} from '@exoplanet/light-curve';

export interface StageProgress {
  stage: 'reading' | Stage;
  /** Share of the stage that is done, 0 to 1. */
  fraction: number;
}

interface Refusal {
  file: string;
  code: LightCurveFault;
  message: string;
}

/** What a thread answers; an error of the data is an answer too, for errors lose their class between threads. */
export type AnalysisReply =
  | {
      ok: true;
      analysis: Analysis;
      prepared: Omit<PreparedLightCurve, 'curve' | 'failed'>;
      curve: { timeSystem: string; cadence: number; points: number; span: number };
      refused: Refusal[];
    }
  | { ok: false; refused: Refusal[] };

/** Least time between two progress messages of one stage [ms]. */
const PROGRESS_INTERVAL = 100;

/** Reads, cleans, searches and tests one star's photometry. Runs on a thread of its own. */
export default function run({ command, progress }: { command: AnalyzeCommand; progress: MessagePort }): AnalysisReply {
  const report = throttled(progress);
  report('reading', 0);
  try {
    const { curves, failed } = read(command);
    if (curves.length === 0) return { ok: false, refused: failed.map(refusal) };
    const { curve, failed: unfit, ...prepared } = prepare(curves);
    const { options } = command;
    const target = { ...prepared.target, ...options.star, ...(options.source ? { mission: options.source } : {}) };
    const { period, epoch, duration } = options;
    const known =
      period !== undefined && epoch !== undefined
        ? { known: { period, epoch: inCurve(epoch, curve.timeSystem), duration } }
        : {};
    const analysis = analyze(curve, {
      target,
      ...known,
      maxPlanets: options.max_planets,
      periodMin: options.period_min,
      periodMax: options.period_max,
      onProgress: report,
    });
    const span = curve.time[curve.time.length - 1] - curve.time[0];
    return {
      ok: true,
      analysis,
      prepared: { ...prepared, target },
      curve: { timeSystem: curve.timeSystem, cadence: curve.cadence, points: curve.time.length, span },
      refused: [...failed, ...unfit].map(refusal),
    };
  } catch (error) {
    if (error instanceof LightCurveError) return { ok: false, refused: [refusal(error)] };
    throw error;
  } finally {
    progress.close();
  }
}

function read({ files, columns, time_system: timeSystem }: AnalyzeCommand): {
  curves: RawLightCurve[];
  failed: LightCurveError[];
} {
  const options = timeSystem ? { timeSystem } : {};
  if (files) return readLightCurveFiles(files, options);
  const arrays = Object.fromEntries(
    Object.entries(columns!).map(([name, values]) => [
      name,
      Array.from(values as Float64Array, (value) => (Number.isNaN(value) ? null : value)),
    ]),
  );
  return { curves: [readLightCurveArrays('the request', arrays as never, options)], failed: [] };
}

const JULIAN_DAYS = 2_400_000;
const ZERO: Record<string, number> = { BJD: 0, BKJD: 2_454_833, BTJD: 2_457_000 };

/** An epoch may be given as a full BJD, whatever the curve counts in. */
function inCurve(epoch: number, timeSystem: string): number {
  return epoch > JULIAN_DAYS ? epoch - ZERO[timeSystem] : epoch;
}

const refusal = ({ file, code, message }: LightCurveError): Refusal => ({ file, code, message });

function throttled(port: MessagePort): (stage: StageProgress['stage'], fraction: number) => void {
  let last: { stage: string; at: number } | undefined;
  return (stage, fraction) => {
    const at = performance.now();
    if (last?.stage === stage && at - last.at < PROGRESS_INTERVAL) return;
    last = { stage, at };
    port.postMessage({ stage, fraction } satisfies StageProgress);
  };
}
