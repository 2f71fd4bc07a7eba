import type { LightCurveFile, LightCurveOptions } from '@exoplanet/client';
import { AppError, type CandidateRow, type PredictionDto, renderPredictions, toTable } from '@exoplanet/contracts';
import {
  analyze,
  type AnalyzeOptions,
  type Detection,
  measureRow,
  prepare,
  readLightCurveFiles,
  type Target,
  TIME_ZERO,
  type TimeSystem,
  viewInputs,
} from '@exoplanet/light-curve';
import type { ModelRegistry } from '@exoplanet/model-runtime';
import type { Analyst, CurveReport, OnStage } from './analyst';

/** Times above this are full Julian dates [d]. */
const JULIAN_DATES = 2_400_000;

/** Runs the pipeline and the model in this process. */
export class LocalAnalyst implements Analyst {
  constructor(private readonly models: ModelRegistry) {}

  async analyze(files: readonly LightCurveFile[], options: LightCurveOptions, onStage: OnStage): Promise<CurveReport> {
    onStage('reading', 0);
    const { curves, failed } = readLightCurveFiles(
      files,
      options.time_system ? { timeSystem: options.time_system } : {},
    );
    if (curves.length === 0) throw new AppError('LIGHT_CURVE_INVALID', failed.map(({ message }) => message).join('; '));
    const { curve, failed: unfit, notices, ...prepared } = prepare(curves);
    const target = { ...prepared.target, ...givenStar(options) };
    const { detections } = analyze(curve, { ...searchOptions(options, curve.timeSystem), target, onProgress: onStage });
    onStage('scoring', 0);
    const predictions = target.mission ? await this.score(detections, target, options) : [];
    return {
      target,
      time_system: curve.timeSystem,
      points: curve.time.length,
      span: curve.time[curve.time.length - 1] - curve.time[0],
      refused_files: [...failed, ...unfit].map(({ file, code, message }) => ({ file, code, message })),
      notices: notices.map(({ message }) => message),
      detections: detections.map((detection, index) => ({
        ...detection,
        tests: detection.tests.map((test) => ({ ...test, value: test.value ?? null })),
        prediction: predictions[index] ?? null,
      })),
    };
  }

  /** From the measured rows and, where the model reads them, the views: as a worker does. */
  private async score(
    detections: readonly Detection[],
    target: Target,
    { model, explain, uncertainty }: LightCurveOptions,
  ): Promise<PredictionDto[]> {
    if (detections.length === 0) return [];
    const results = await this.models.predictDetections({
      options: { ...(model ? { model } : {}), explain, uncertainty },
      table: toTable(detections.map((detection) => measureRow(detection, target) as CandidateRow)),
      views: detections.map(({ views }) => viewInputs(views)),
    });
    return results.map(
      (result) => renderPredictions(result, 0, { id: '' as never, form: 'single', rows: 1 }) as PredictionDto,
    );
  }
}

function givenStar({
  star_teff: teff,
  star_logg: logg,
  star_radius: radius,
  star_mass: mass,
  star_mag: magnitude,
  source: mission,
}: LightCurveOptions): Target {
  const given = { teff, logg, radius, mass, magnitude, mission };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function searchOptions(
  { period, epoch, duration, period_min, period_max, max_planets }: LightCurveOptions,
  system: TimeSystem,
): AnalyzeOptions {
  const known =
    period !== undefined && epoch !== undefined
      ? { known: { period, epoch: epoch > JULIAN_DATES ? epoch - TIME_ZERO[system] : epoch, duration } }
      : {};
  return { ...known, maxPlanets: max_planets, periodMin: period_min, periodMax: period_max };
}
