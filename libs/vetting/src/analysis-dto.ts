import type {
  AnalysisDto,
  DetectionDto,
  MeasuredDto,
  SingleEventDto,
  TargetDto,
  TransitEventDto,
  TransitTimingDto,
  ViewDto,
  ViewsDto,
} from '@exoplanet/contracts';
import type { Analysis, Detection, FittedEvent, Target } from '@exoplanet/light-curve';
import type { Views } from '@exoplanet/light-curve/views';
import type { MeasuredCurve } from './measure-curve';
import { differenceImagesDto, sourceOffsetDto } from './pixels-dto';
import type { ScoredDetection } from './score-detections';

const MINUTES = 24 * 60;
const NOT_SCORED =
  'The files do not name the mission, so the detections have no prediction: send `source` (KEPLER, TESS or K2) to get one.';

/** The answer of a light-curve task: what was found in the curve, and what the model says of each detection. */
export function analysisDto(
  { analysis, prepared, curve, refused }: MeasuredCurve,
  rows: Record<string, unknown>[],
  scored: (ScoredDetection | null)[],
  milliseconds: number,
): AnalysisDto {
  return {
    target: targetDto(prepared.target),
    time_system: curve.timeSystem,
    cadence: curve.cadence * MINUTES,
    points: curve.points,
    span: curve.span,
    files: prepared.sources.map(({ file, stretch, fluxColumn, timeSystem, rows: read, withoutFlux, flagged }) => ({
      file,
      ...(stretch ? { stretch } : {}),
      flux_column: fluxColumn,
      time_system: timeSystem,
      rows: read,
      left_out: withoutFlux + flagged,
    })),
    refused_files: refused,
    notices: [
      ...prepared.notices.map(({ message }) => message),
      ...analysis.notices,
      ...(prepared.target.mission ? new Set(scored.flatMap((one) => one?.basis ?? [])) : [NOT_SCORED]),
    ],
    detections: analysis.detections.map((detection, index) => detectionDto(detection, rows[index], scored[index])),
    single_events: analysis.singleEvents.map(singleEventDto),
    event_pairs: analysis.eventPairs.map(({ times, periods }) => ({ times: [...times], periods })),
    detrended: {
      time: Float64Array.from(analysis.detrended.time),
      flux: Float32Array.from(analysis.detrended.flux),
      points_per_bin: analysis.detrended.pointsPerBin,
    },
    periodogram: analysis.periodogram
      ? {
          period: Float64Array.from(analysis.periodogram.period),
          signal: Float32Array.from(analysis.periodogram.signal),
          points_per_bin: analysis.periodogram.pointsPerBin,
        }
      : null,
    processing_time_ms: Math.round(milliseconds),
  };
}

function targetDto({ teffErr, loggErr, radiusErr, magnitudeErr, ...target }: Target): TargetDto {
  const errors = { teff_err: teffErr, logg_err: loggErr, radius_err: radiusErr, magnitude_err: magnitudeErr };
  const given = Object.entries(errors).filter(([, error]) => error !== undefined);
  return { ...target, ...Object.fromEntries(given) };
}

function detectionDto(
  detection: Detection,
  row: Record<string, unknown>,
  scored: ScoredDetection | null,
): DetectionDto {
  const {
    rank,
    period,
    epoch,
    duration,
    depth,
    radius,
    impact,
    radiusRatio,
    mes,
    snr,
    sde,
    transits,
    harmonics,
    tests,
    passed,
    views,
    folded,
    events,
    timing,
    pixels,
  } = detection;
  return {
    rank,
    period: measured(period),
    epoch: measured(epoch),
    duration: measured(duration),
    depth: measured(depth),
    ...(radius ? { radius: measured(radius) } : {}),
    impact: measured(impact),
    radius_ratio: measured(radiusRatio),
    mes: measured(mes),
    snr,
    sde: sde ?? null,
    transits,
    harmonics,
    tests: tests.map(({ name, value, limit, limitIs, unit, verdict, sentence }) => ({
      name,
      value: value ?? null,
      limit,
      limit_is: limitIs,
      unit,
      verdict,
      sentence,
    })),
    passed,
    row,
    prediction: scored?.prediction ?? null,
    decision: scored?.decision ?? null,
    views: viewsDto(views),
    folded: {
      phase: Float32Array.from(folded.phase),
      flux: Float32Array.from(folded.flux),
      model_phase: Float32Array.from(folded.modelPhase),
      model_flux: Float32Array.from(folded.modelFlux),
    },
    events: events.map(eventDto),
    timing: timing ? timingDto(timing) : null,
    difference_images: differenceImagesDto(pixels),
    source_offset: sourceOffsetDto(pixels),
  };
}

function eventDto({ time, predicted, depth, depthErr, significance }: FittedEvent): TransitEventDto {
  return {
    time: time?.value ?? predicted,
    time_err: time?.error ?? null,
    o_c: time ? (time.value - predicted) * MINUTES : null,
    depth,
    depth_err: depthErr,
    significance,
  };
}

function timingDto({ varies, scatter, explained, wave }: NonNullable<Detection['timing']>): TransitTimingDto {
  return {
    varies,
    scatter: scatter * MINUTES,
    explained: explained * MINUTES,
    wave: wave ? { period: wave.period, amplitude: wave.amplitude * MINUTES } : null,
  };
}

function singleEventDto(event: Analysis['singleEvents'][number]): SingleEventDto {
  const { time, depth, duration, significance, periodMin, periodMax } = event;
  return {
    time: measured(time),
    depth: measured(depth),
    duration: measured(duration),
    significance,
    period_min: periodMin,
    period_max: periodMax,
  };
}

const measured = ({ value, error }: MeasuredDto): MeasuredDto => ({ value, error });

function viewsDto({ global, local, secondary, odd, even, river }: Views): ViewsDto {
  const views = { global, local, secondary, odd, even };
  const made = Object.entries(views).flatMap(([name, view]): [string, ViewDto][] =>
    view.made
      ? [[name, { values: view.values, from: view.bins.from, to: view.bins.to, depth: view.scale.scale * 1e6 }]]
      : [],
  );
  const columns = local.made ? local.values.length : 0;
  return {
    ...Object.fromEntries(made),
    ...(river.made && columns > 0
      ? { river: { values: river.values, rows: river.values.length / columns, columns } }
      : {}),
  };
}
