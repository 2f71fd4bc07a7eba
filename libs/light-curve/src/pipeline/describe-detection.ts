import { detrend } from '../detrend/detrend';
import { maskedWindow } from '../detrend/window';
import { withoutTransits } from '../detrend/without-transits';
import { fitTransit, type TransitFit } from '../fit/fit-transit';
import { earthRadii } from '../fit/planet-radius';
import { HARMONICS } from '../search/harmonics';
import { densityOfSeparation, starDensity } from '../search/orbit-limits';
import { transitStatistic } from '../search/transit-statistic';
import type { Ephemeris, LightCurve, Target } from '../types';
import { vetDetection } from '../vet/vet-detection';
import { flattenForViews } from '../views/flatten';
import { makeViews } from '../views/make-views';
import type { Detection } from './analysis';
import { foldedPlot } from './folded-plot';

/** Fits, tests and draws one detection, with the other detections' transits out of the way. @param curve not detrended */
export function describeDetection(
  curve: LightCurve,
  found: Ephemeris & { sde?: number },
  others: readonly Ephemeris[],
  target: Target,
): Omit<Detection, 'rank'> {
  const clean = withoutTransits(curve, others);
  const flat = detrend(clean, { window: maskedWindow(found.duration), mask: [found] });
  const box = transitStatistic(flat, found);
  const start = { ...found, depth: Math.max(1, box.depth) };
  const fit = fitTransit(flat, start, { teff: target.teff, density: starDensity(target), depth: start.depth });
  const fitted = { period: fit.period.value, epoch: fit.epoch.value, duration: fit.duration.value };
  const event = transitStatistic(flat, { ...fitted, duration: found.duration });
  const tests = vetDetection({ curve: flat, fit, event, target });
  return {
    period: fit.period,
    epoch: fit.epoch,
    duration: fit.duration,
    depth: fit.depth,
    ...(target.radius !== undefined && { radius: earthRadii(fit.radiusRatio, target.radius) }),
    impact: fit.impact,
    radiusRatio: fit.radiusRatio,
    mes: { value: event.mes, error: 1 },
    consistentMes: event.consistentMes,
    snr: fit.depth.error > 0 ? fit.depth.value / fit.depth.error : event.mes,
    ...(found.sde !== undefined && { sde: found.sde }),
    transits: { observed: event.events.length, expected: expectedTransits(curve, fit) },
    density: densityOfSeparation(fit.period.value, fit.separation),
    harmonics: HARMONICS.filter((ratio) => ratio !== 1).map((ratio) => ratio * fit.period.value),
    fit,
    tests,
    passed: tests.every(({ verdict }) => verdict !== 'fail'),
    views: makeViews(flattenForViews(clean, fitted), fitted),
    folded: foldedPlot(flat, fit),
    events: event.events.map(({ time, depth, depthErr }) => ({ time, depth, depthErr })),
  };
}

/** Transits from the first cadence to the last, gaps included. */
function expectedTransits({ time }: LightCurve, { period, epoch }: TransitFit): number {
  const first = Math.ceil((time[0] - epoch.value) / period.value);
  const last = Math.floor((time[time.length - 1] - epoch.value) / period.value);
  return Math.max(0, last - first + 1);
}
