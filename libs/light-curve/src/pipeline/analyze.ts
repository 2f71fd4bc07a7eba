import { detrend } from '../detrend/detrend';
import { transitMask } from '../detrend/transit-mask';
import { maskedWindow } from '../detrend/window';
import { centralDuration, starDensity } from '../search/orbit-limits';
import { Stopped } from '../search/pace';
import { reaches } from '../search/strongest-candidate';
import type { Ephemeris, LightCurve } from '../types';
import type { Analysis, AnalyzeOptions, Detection } from './analysis';
import { describeDetection } from './describe-detection';
import { findPlanets, thresholdOf } from './find-planets';
import { thinCurve, thinSpectrum } from './thin-for-plot';

/** A weak dip whose fit fills more of its period is stellar variability. A contact binary fills as much, but is far stronger. */
const WAVE = { partOfPeriod: 0.36, mesBelow: 60 };

/**
 * From a clean light curve to vetted detections: detrend, search, fold and test. With `known` nothing is searched and the
 * one ephemeris given is fitted and tested, however weak it is. A hit that falls below the threshold once the curve is
 * detrended with its transits masked is no detection.
 * @param curve cleaned and normalised, not detrended
 * @throws Stopped when `shouldStop` answers true
 */
export function analyze(curve: LightCurve, options: AnalyzeOptions = {}): Analysis {
  const { target = {}, onProgress, shouldStop } = options;
  const found = options.known ? { hits: [knownEphemeris(options.known, options)] } : findPlanets(curve, options);
  const described = found.hits.map((hit, index) => {
    if (shouldStop?.()) throw new Stopped();
    onProgress?.('folding', index / found.hits.length);
    const detection = describeDetection(curve, hit, othersThan(found.hits, index, curve), target);
    onProgress?.('testing', (index + 1) / found.hits.length);
    return detection;
  });
  const plausible = options.known
    ? described
    : described.filter((detection) => {
        const { mes, consistentMes } = detection;
        return !isWave(detection) && reaches({ mes: mes.value, consistentMes }, thresholdOf(options));
      });
  const detections = plausible
    .sort((a, b) => b.mes.value - a.mes.value)
    .map((detection, index) => ({ rank: index + 1, ...detection }));
  const longest = Math.max(...detections.map(({ duration }) => duration.value), 0);
  const mask = detections.map(({ fit }) => ({
    period: fit.period.value,
    epoch: fit.epoch.value,
    duration: fit.duration.value,
  }));
  const weaker = 'weaker' in found ? found.weaker : undefined;
  return {
    detections,
    detrended: thinCurve(detrend(curve, { window: maskedWindow(longest), mask })),
    ...('spectrum' in found && { periodogram: thinSpectrum(found.spectrum) }),
    ...(weaker && {
      remaining: {
        period: weaker.period,
        epoch: weaker.epoch,
        duration: weaker.duration,
        mes: weaker.event.mes,
        sde: weaker.sde,
      },
    }),
  };
}

/** A weaker hit whose transits cover more than this part of a stronger one's is a remnant of it. */
const MAX_SHARED = 0.5;

/** The hits whose transits are taken out before one is described: all found before it, and those after it that leave its own in place. */
function othersThan(hits: readonly Ephemeris[], index: number, { time, cadence }: LightCurve): Ephemeris[] {
  const own = transitMask(time, [hits[index]], cadence);
  const size = own.reduce((sum, inside) => sum + inside, 0);
  return hits.filter((other, at) => {
    if (at <= index) return at < index;
    const taken = transitMask(time, [other], cadence).reduce((sum, inside, row) => sum + inside * own[row], 0);
    return taken <= MAX_SHARED * size;
  });
}

/** The ephemeris given, with the duration of a central transit where none is. */
function knownEphemeris(
  { period, epoch, duration }: NonNullable<AnalyzeOptions['known']>,
  { target = {} }: AnalyzeOptions,
): Ephemeris & { sde?: number } {
  return { period, epoch, duration: duration ?? 24 * centralDuration(period, starDensity(target) ?? 1) };
}

function isWave({ period, duration, mes }: Omit<Detection, 'rank'>): boolean {
  return duration.value / 24 > WAVE.partOfPeriod * period.value && mes.value < WAVE.mesBelow;
}
