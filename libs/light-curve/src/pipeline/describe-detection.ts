import { flattenedOver } from '../clean/flattened-over';
import { detrend } from '../detrend/detrend';
import { maskedWindow } from '../detrend/window';
import { withoutTransits } from '../detrend/without-transits';
import { differenceImages } from '../difference/difference-image';
import { sourceOffset } from '../difference/source-offset';
import { allowedEphemeris } from '../fit/allowed-ephemeris';
import { withEventScatter } from '../fit/event-scatter';
import { fitEvents, type FittedEvent } from '../fit/fit-events';
import { ephemerisOf, fitTransit, type TransitFit } from '../fit/fit-transit';
import { earthRadii } from '../fit/planet-radius';
import { alignedTimes, expectedLateness, linearEphemeris, timingOf, type TransitTiming } from '../fit/transit-timing';
import { HARMONICS } from '../search/harmonics';
import { maskedLook } from '../search/masked-look';
import { densityOfSeparation } from '../search/orbit-limits';
import { phaseSearch } from '../search/phase-search';
import { transitStatistic } from '../search/transit-statistic';
import type { Ephemeris, LightCurve } from '../types';
import { presenceOf } from '../vet/event-presence';
import { vetDetection } from '../vet/vet-detection';
import type { VetSubject } from '../vet/vet-test';
import { vettingNumbers } from '../vet/vetting-numbers';
import { flattenForViews } from '../views/flatten';
import { makeViews } from '../views/make-views';
import type { DescribeOptions, Detection } from './analysis';
import { foldedPlot } from './folded-plot';
import { secondDips } from './second-dips';

/** Rounds of timing and alignment: the first shape is smeared, and times by it are less exact. */
const ALIGNMENTS = 2;
/** Transits are followed through a swing in at most this many rounds, where one sine explains at least this part of it: star spots drift, too. */
const FOLLOWED_ROUNDS = 20;
const SMOOTH = 0.95;

/** Fits, tests and draws one detection, with the transits of the other detections removed. @param curve not detrended */
export function describeDetection(
  curve: LightCurve,
  found: Ephemeris & { sde?: number },
  others: readonly Ephemeris[],
  options: DescribeOptions,
): Omit<Detection, 'rank'> {
  const { target = {} } = options;
  const clean = withoutTransits(curve, others);
  const { flat, fit: shaped, events, timing, aligned } = fitAligned(clean, found, options);
  const fit = withEventScatter(shaped, events);
  const { period, epoch } = allowedEphemeris(fit, flat);
  const fitted = ephemerisOf(fit);
  const box = { ...fitted, duration: found.duration };
  const look = maskedLook(aligned, box, options.detrendWindow);
  const event = transitStatistic(look.flat, box, look.excess);
  const pixels = pixelEvidence(curve, fitted);
  const flattened = flattenedOver(withoutTransits(clean, [{ ...fitted, duration: 2 * fitted.duration }]));
  const phases = phaseSearch(flat, fitted, flattened);
  const dips = secondDips(flat, fitted, phases.otherDip, flattened, (dip) => {
    const own = fitDetrended(withoutTransits(aligned, [fitted]), dip, options).fit;
    return { ...dip, epoch: own.epoch.value, duration: own.duration.value };
  });
  const subject: VetSubject = {
    searched: found.sde !== undefined,
    curve: flat,
    undetrended: aligned,
    fit,
    event,
    phases,
    events,
    secondDips: dips,
    target,
    ...(flattened !== undefined && { flattened }),
    ...(timing && { timing }),
    ...(pixels && { pixels }),
  };
  const tests = vetDetection(subject);
  return {
    period,
    epoch,
    duration: fit.duration,
    depth: fit.depth,
    ...(target.radius !== undefined && { radius: earthRadii(fit.radiusRatio, target.radius, target.radiusErr) }),
    impact: fit.impact,
    radiusRatio: fit.radiusRatio,
    mes: { value: event.mes, error: 1 },
    consistentMes: event.consistentMes,
    snr: fit.depth.error > 0 ? fit.depth.value / fit.depth.error : event.mes,
    ...(found.sde !== undefined && { sde: found.sde }),
    transits: { observed: presenceOf(events).there.length, expected: expectedTransits(curve, fit) },
    density: densityOfSeparation(fit.period.value, fit.separation),
    harmonics: HARMONICS.filter((ratio) => ratio !== 1).map((ratio) => ratio * fit.period.value),
    fit,
    tests,
    passed: tests.every(({ verdict }) => verdict !== 'fail'),
    vettingNumbers: vettingNumbers({ ...subject, tests, maskedExcess: look.excess }),
    views: makeViews(flattenForViews(aligned, fitted), fitted),
    folded: foldedPlot(flat, fit),
    events,
    secondDips: dips,
    ...(flattened !== undefined && { flattened }),
    ...(timing && { timing }),
    ...(pixels && { pixels }),
  };
}

/** Where the light is lost, by the target pixel files. */
function pixelEvidence({ pixels }: LightCurve, ephemeris: Ephemeris): Detection['pixels'] {
  if (!pixels) return undefined;
  const images = differenceImages(pixels, ephemeris);
  return { images, offset: sourceOffset(images) };
}

interface AlignedFit {
  fit: TransitFit;
  /** Detrended, as the fit and the tests use it. */
  flat: LightCurve;
  /** The same not detrended. */
  aligned: LightCurve;
  events: FittedEvent[];
  timing?: TransitTiming;
}

/** Fits a detection. Where its transit times vary, they are aligned and fitted again: folded as they come, they would be smeared. */
function fitAligned(curve: LightCurve, found: Ephemeris, options: DescribeOptions): AlignedFit {
  const first = fitDetrended(curve, found, options);
  let result: AlignedFit = {
    ...first,
    aligned: curve,
    ...followed(first.flat, first.fit, fitEvents(first.flat, first.fit)),
  };
  for (let round = 0; round < ALIGNMENTS && result.timing?.varies; round++)
    result = alignedOnce(curve, result, result.timing, options);
  return result;
}

/**
 * The events and their timing, those of a long swing too: a transit that is missing is looked for where its neighbours let it be
 * expected.
 */
function followed(flat: LightCurve, fit: TransitFit, events: FittedEvent[]): Pick<AlignedFit, 'events' | 'timing'> {
  const timing = timingOf(events, flat.cadence);
  if (!timing?.varies) return { events, ...(timing && { timing }) };
  const timed = (some: readonly FittedEvent[]) => some.filter(({ time }) => time).length;
  let found = events;
  for (let round = 0; round < FOLLOWED_ROUNDS && presenceOf(found).absent.length > 0; round++) {
    const expected = alignedTimes(flat.time, expectedLateness(found, ephemerisOf(fit), flat.time));
    const more = fitEvents(flat, fit, expected);
    if (timed(more) <= timed(found)) break;
    found = more;
  }
  if (found === events) return { events, timing };
  const followedTiming = timingOf(found, flat.cadence);
  const isSmooth = (followedTiming?.wave?.explains ?? 0) > SMOOTH;
  return isSmooth ? { events: found, timing: followedTiming } : { events, timing };
}

function alignedOnce(
  curve: LightCurve,
  before: AlignedFit,
  timing: TransitTiming,
  options: DescribeOptions,
): AlignedFit {
  const aligned = { ...curve, time: alignedTimes(curve.time, timing.residuals) };
  const { flat, fit: shaped } = fitDetrended(aligned, linearEphemeris(timing, before.fit.duration.value), options);
  const fit = withTimingErrors(shaped, timing);
  // Timed again, with the shape that is no longer smeared, in the curve as it was observed.
  const observed = { ...flat, time: curve.time };
  return { fit, flat, aligned, timing, ...followed(observed, fit, fitEvents(observed, fit, aligned.time)) };
}

function fitDetrended(
  curve: LightCurve,
  found: Ephemeris,
  { target = {}, limb, detrendWindow }: DescribeOptions,
): { flat: LightCurve; fit: TransitFit } {
  const flat = detrend(curve, { window: detrendWindow ?? maskedWindow(found.duration), mask: [found] });
  const depth = Math.max(1, transitStatistic(flat, found).depth);
  return { flat, fit: fitTransit(flat, found, { star: target, limb, depth }) };
}

/** Aligned transits do not show how well a linear ephemeris predicts the next one, so its errors come from the measured times. */
function withTimingErrors(fit: TransitFit, { period, epoch }: TransitTiming): TransitFit {
  return {
    ...fit,
    period: { ...fit.period, error: Math.max(fit.period.error, period.error) },
    epoch: { ...fit.epoch, error: Math.max(fit.epoch.error, epoch.error) },
  };
}

/** Transits from the first cadence to the last, gaps included. */
function expectedTransits({ time }: LightCurve, { period, epoch }: TransitFit): number {
  const first = Math.ceil((time[0] - epoch.value) / period.value);
  const last = Math.floor((time[time.length - 1] - epoch.value) / period.value);
  return Math.max(0, last - first + 1);
}
