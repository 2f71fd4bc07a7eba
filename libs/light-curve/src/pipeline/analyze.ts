import { detrend } from '../detrend/detrend';
import { transitMask } from '../detrend/transit-mask';
import { maskedWindow } from '../detrend/window';
import { withoutTransits } from '../detrend/without-transits';
import { ephemerisOf } from '../fit/fit-transit';
import { multipleEvent } from '../search/multiple-event';
import { centralDuration, starDensity } from '../search/orbit-limits';
import { Stopped } from '../search/pace';
import type { SearchHit } from '../search/search-transits';
import type { Ephemeris, LightCurve } from '../types';
import { isDominated } from '../vet/depth-consistency';
import { MAX_ABSENT, presenceOf } from '../vet/event-presence';
import { MIN_TRANSITS } from '../vet/transit-count';
import type { Analysis, AnalyzeOptions, Detection, RejectedSignal } from './analysis';
import { describeDetection } from './describe-detection';
import { findPlanets, type FoundPlanets, ofGuideStar, thresholdAfter } from './find-planets';
import { findSingleEvents } from './find-single-events';
import { reasonAgainst, rejectedDetection, rejectedHit } from './rejection';
import { searchNotices } from './search-notices';
import { atHalfPeriod, type StarSystem, starSystems } from './star-systems';
import { thinCurve, thinSpectrum } from './thin-for-plot';

/**
 * From a clean light curve to vetted detections: detrend, search, fold and test. With `known` nothing is searched and the
 * one ephemeris given is fitted and tested, however weak it is. A hit that falls below the threshold once the curve is
 * detrended with its transits masked is not a detection.
 * @param whole cleaned and normalised, not detrended
 * @throws Stopped when `shouldStop` answers true
 */
export function analyze(whole: LightCurve, options: AnalyzeOptions = {}): Analysis {
  const { target = {}, mask: known = [] } = options;
  const curve = withoutTransits(whole, known);
  const found = options.known ? undefined : findPlanets(curve, options);
  const { described, rejected } = found
    ? describeSystems(curve, found, options)
    : { described: [describeDetection(curve, knownEphemeris(options.known!, options), [], options)] };
  const detections = described
    .sort((a, b) => b.mes.value - a.mes.value)
    .map((detection, index) => ({ rank: index + 1, ...detection }));
  const mask = detections.map(ephemerisOf);
  const longest = Math.max(...mask.map(({ duration }) => duration), 0);
  const single = found
    ? findSingleEvents(
        curve,
        [...detections.filter(repeats).flatMap(dipsOf), ...ofGuideStar(found.hits, curve, options)],
        target,
        options.limb,
      )
    : { events: [], pairs: [], partial: [] };
  const detrended = detrend(curve, { window: options.detrendWindow ?? maskedWindow(longest), mask });
  return {
    detections,
    detrended: thinCurve(detrended),
    singleEvents: single.events,
    eventPairs: single.pairs,
    notices: [...(found?.notices ?? []), ...searchNotices({ detections, ...single, rejected }, curve)],
    ...(found && { periodogram: thinSpectrum(found.spectrum) }),
    full: { detrended, ...(found && { spectrum: found.spectrum }) },
    ...(rejected && { rejected }),
  };
}

/** Everything that a detection explains: its transits, early and late ones too, and the other dips at its period. */
function dipsOf({ fit, events, secondDips }: Detection): Ephemeris[] {
  const late = Math.max(0, ...events.map(({ time, predicted }) => (time ? Math.abs(time.value - predicted) : 0)));
  return [ephemerisOf(fit), ...secondDips].map((dip) => ({ ...dip, duration: dip.duration + 2 * 24 * late }));
}

/**
 * Whether the dips come back at the period, equally deep or not. A period that two events alone imply does not count, nor one of
 * which one or two events are most of the signal; they are then reported as single events.
 */
function repeats({ events, mes, consistentMes }: Detection): boolean {
  const { there, missing } = presenceOf(events);
  return there.length >= MIN_TRANSITS && missing < MAX_ABSENT && !isDominated({ mes: mes.value, consistentMes });
}

/**
 * Describes each system of dips once, on a curve that holds all of its own dips and none of the other systems'. Of those that are
 * no detection the strongest is kept with the reason.
 */
function describeSystems(
  curve: LightCurve,
  { hits, weaker }: FoundPlanets,
  options: AnalyzeOptions,
): { described: Described[]; rejected?: RejectedSignal } {
  const { onProgress, shouldStop } = options;
  const span = curve.time[curve.time.length - 1] - curve.time[0];
  let flat: LightCurve | undefined;
  const systems = starSystems(hits, span, (ephemeris) => {
    const longest = Math.max(...hits.map(({ duration }) => duration));
    flat ??= detrend(curve, { window: maskedWindow(longest), mask: hits });
    return multipleEvent(flat, ephemeris).events;
  });
  const described: Described[] = [];
  const rejected = weaker ? [rejectedHit(weaker, thresholdAfter(hits, curve, options, weaker.sde))] : [];
  systems.forEach((system, index) => {
    if (shouldStop?.()) throw new Stopped();
    onProgress?.('folding', index / systems.length);
    const result = describeSystem(curve, system, othersThan(systems, index, curve), options);
    onProgress?.('testing', (index + 1) / systems.length);
    if (result.kind === 'detection') described.push(result.detection);
    else rejected.push(rejectedDetection(result.detection, result.reason));
  });
  const strongest = rejected.reduce<RejectedSignal | undefined>((a, b) => (a && a.mes >= b.mes ? a : b), undefined);
  return { described, ...(strongest && { rejected: strongest }) };
}

type Described = Omit<Detection, 'rank'>;
type SystemResult =
  { kind: 'detection'; detection: Described } | { kind: 'rejected'; detection: Described; reason: string };

/** The strongest member that is a detection on the curve with all dips of the system, or, where none is, with its own alone. */
function describeSystem(
  curve: LightCurve,
  system: StarSystem,
  others: readonly Ephemeris[],
  options: AnalyzeOptions,
): SystemResult {
  const { members } = system;
  const half = atHalfPeriod(system);
  const halved = half && describeDetection(curve, half, others, options);
  if (halved && !reasonAgainst(halved, curve, options) && !failsOddEven(halved))
    return { kind: 'detection', detection: halved };
  const alone = (member: SearchHit) => [...others, ...members.filter((other) => other !== member)];
  const tries = [
    ...members.map((member) => ({ member, without: others })),
    ...(members.length > 1 ? members.map((member) => ({ member, without: alone(member) })) : []),
  ];
  let first: SystemResult | undefined;
  for (const { member, without } of tries) {
    const detection = describeDetection(curve, member, without, options);
    const reason = reasonAgainst(detection, curve, options);
    if (!reason) return { kind: 'detection', detection };
    first ??= { kind: 'rejected', detection, reason };
  }
  return first!;
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
