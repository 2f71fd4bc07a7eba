import { detrend } from '../detrend/detrend';
import { transitMask } from '../detrend/transit-mask';
import { maskedWindow } from '../detrend/window';
import { centralDuration, starDensity } from '../search/orbit-limits';
import { Stopped } from '../search/pace';
import type { SearchHit } from '../search/search-transits';
import { reaches } from '../search/strongest-candidate';
import type { Ephemeris, LightCurve } from '../types';
import type { Analysis, AnalyzeOptions, Detection } from './analysis';
import { describeDetection } from './describe-detection';
import { findPlanets, thresholdOf } from './find-planets';
import { findSingleEvents } from './find-single-events';
import { searchNotices } from './search-notices';
import { atHalfPeriod, type StarSystem, starSystems } from './star-systems';
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
  const { target = {} } = options;
  const found = options.known ? undefined : findPlanets(curve, options);
  const described = found
    ? describeSystems(curve, found.hits, options)
    : [describeDetection(curve, knownEphemeris(options.known!, options), [], target)];
  const detections = described
    .sort((a, b) => b.mes.value - a.mes.value)
    .map((detection, index) => ({ rank: index + 1, ...detection }));
  const mask = detections.map(ephemerisOf);
  const longest = Math.max(...mask.map(({ duration }) => duration), 0);
  const single = found
    ? findSingleEvents(curve, detections.filter(repeats).map(ephemerisOf), target)
    : { events: [], pairs: [] };
  const weaker = found?.weaker;
  const remaining = weaker && {
    period: weaker.period,
    epoch: weaker.epoch,
    duration: weaker.duration,
    mes: weaker.event.mes,
    sde: weaker.sde,
  };
  const detrended = detrend(curve, { window: maskedWindow(longest), mask });
  return {
    detections,
    detrended: thinCurve(detrended),
    singleEvents: single.events,
    eventPairs: single.pairs,
    notices: searchNotices({ detections, ...single, remaining }, curve, thresholdOf(options).mes),
    ...(found && { periodogram: thinSpectrum(found.spectrum) }),
    full: { detrended, ...(found && { spectrum: found.spectrum }) },
    ...(remaining && { remaining }),
  };
}

const ephemerisOf = ({ fit }: Pick<Detection, 'fit'>): Ephemeris => ({
  period: fit.period.value,
  epoch: fit.epoch.value,
  duration: fit.duration.value,
});

/** Whether the dips come back at the period: one that is made of two events leaves them to be reported as such. */
const repeats = ({ tests }: Pick<Detection, 'tests'>): boolean =>
  tests.every(({ name, verdict }) => verdict !== 'fail' || (name !== 'transit_count' && name !== 'depth_consistency'));

/** Describes each system of dips once, on a curve that holds all of its own dips and none of the other systems'. */
function describeSystems(
  curve: LightCurve,
  hits: readonly SearchHit[],
  options: AnalyzeOptions,
): Omit<Detection, 'rank'>[] {
  const { onProgress, shouldStop } = options;
  const systems = starSystems(hits, curve.time[curve.time.length - 1] - curve.time[0]);
  return systems.flatMap((system, index) => {
    if (shouldStop?.()) throw new Stopped();
    onProgress?.('folding', index / systems.length);
    const detection = describeSystem(curve, system, othersThan(systems, index, curve), options);
    onProgress?.('testing', (index + 1) / systems.length);
    return detection ? [detection] : [];
  });
}

/** The strongest member that is a detection on the curve with all dips of the system, or, where none is, with its own alone. */
function describeSystem(
  curve: LightCurve,
  system: StarSystem,
  others: readonly Ephemeris[],
  options: AnalyzeOptions,
): Omit<Detection, 'rank'> | undefined {
  const { target = {} } = options;
  const half = atHalfPeriod(system);
  const halved = half && describeDetection(curve, half, others, target);
  if (halved && isDetection(halved, options) && !failsOddEven(halved)) return halved;
  for (const member of system.members) {
    const detection = describeDetection(curve, member, others, target);
    if (isDetection(detection, options)) return detection;
  }
  if (system.members.length === 1) return undefined;
  for (const member of system.members) {
    const twins = system.members.filter((other) => other !== member);
    const detection = describeDetection(curve, member, [...others, ...twins], target);
    if (isDetection(detection, options)) return detection;
  }
  return undefined;
}

function isDetection(detection: Omit<Detection, 'rank'>, options: AnalyzeOptions): boolean {
  const { mes, consistentMes } = detection;
  return !isWave(detection) && reaches({ mes: mes.value, consistentMes }, thresholdOf(options));
}

const failsOddEven = ({ tests }: Pick<Detection, 'tests'>): boolean =>
  tests.some(({ name, verdict }) => name === 'odd_even' && verdict === 'fail');

/** A weaker system whose transits cover more than this part of a stronger one's is a remnant of it. */
const MAX_SHARED = 0.5;

/** The transits that are taken out before one system is described: all stronger ones, and weaker ones that leave its own in place. */
function othersThan(systems: readonly StarSystem[], index: number, { time, cadence }: LightCurve): Ephemeris[] {
  const own = transitMask(time, [systems[index].leader], cadence);
  const size = own.reduce((sum, inside) => sum + inside, 0);
  return systems.flatMap(({ members }, at) => {
    if (at <= index) return at < index ? members : [];
    return members.filter((other) => {
      const taken = transitMask(time, [other], cadence).reduce((sum, inside, row) => sum + inside * own[row], 0);
      return taken <= MAX_SHARED * size;
    });
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
