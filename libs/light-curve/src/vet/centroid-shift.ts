import { ephemerisOf } from '../fit/fit-transit';
import { medianOf, robustSigma } from '../statistics/median';
import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { phaseTime, transitNumber } from '../views/fold';
import type { VetSubject, VetTest } from './vet-test';

const LIMIT = 5;
/** Flux-weighted centroids cannot separate sources closer than this [pixels]. */
const MIN_OFFSET = 0.5;
/** Fewest transits with a measured shift. */
const MIN_TRANSITS = 3;
/** Places in the period, that of the transit among them, where shifts are measured for their noise. */
const PLACES = 10;

/** Passes when the image does not move during transits: it would if a neighbouring star were eclipsed (Bryson et al. 2013, PASP 125, 889; Twicken et al. 2018, sect. 3.5). */
export function centroidShift({ curve, fit }: VetSubject): VetTest {
  const name = 'centroid_shift';
  const { centroidCol, centroidRow } = curve;
  const [columns, rows] = [centroidCol, centroidRow].map(
    (position) => position && shiftsOf(curve, position, ephemerisOf(fit)),
  );
  if (!columns || !rows || [columns, rows].some(({ ofTransits }) => ofTransits.length < MIN_TRANSITS)) {
    return {
      name,
      limit: LIMIT,
      limitIs: 'maximum',
      unit: 'σ',
      verdict: 'not_testable',
      sentence: 'The files give no image positions, or too few in and around the transits.',
    };
  }
  const column = meanShift(columns);
  const row = meanShift(rows);
  const value = Math.hypot(column.mean / column.error, row.mean / row.error);
  const depth = fit.depth.value / 1e6;
  const offset = (Math.hypot(column.mean, row.mean) * (1 - depth)) / depth;
  const still = { name, value, limit: LIMIT, limitIs: 'maximum', unit: 'σ' } as const;
  if (value <= LIMIT)
    return {
      ...still,
      verdict: 'pass',
      sentence: `The image of the star does not move during the transits (${value.toFixed(1)} σ, at most ${LIMIT} σ), so this star is the one that dims.`,
    };
  const moved = { name, value: offset, limit: MIN_OFFSET, limitIs: 'maximum', unit: 'pixel' } as const;
  const found = `The image moves during the transits (${value.toFixed(0)} σ): the light is lost about ${offset.toFixed(1)} pixels from the star`;
  return offset > MIN_OFFSET
    ? { ...moved, verdict: 'fail', sentence: `${found}, so a neighbouring star may be eclipsed instead.` }
    : {
        ...moved,
        verdict: 'pass',
        sentence: `${found}, which is too close to be distinguished from it, so this star can be the one that dims.`,
      };
}

interface Shifts {
  /** Of each transit: mean position in it less the mean position beside it, from one half to one and a half durations [pixels]. */
  ofTransits: number[];
  /** The same at phases where there is no transit: what the noise of the positions makes of it. */
  elsewhere: number[];
}

function shiftsOf(curve: LightCurve, position: Float64Array, { period, epoch, duration }: Ephemeris): Shifts {
  const at = (phase: number) => shifts(curve, position, period, epoch + phase * period, duration / HOURS_PER_DAY);
  const places = Math.min(PLACES, Math.floor(period / ((3 * duration) / HOURS_PER_DAY)));
  return {
    ofTransits: at(0),
    elsewhere: Array.from({ length: Math.max(0, places - 1) }, (_, place) => at((place + 1) / places)).flat(),
  };
}

function shifts({ time }: LightCurve, position: Float64Array, period: number, epoch: number, days: number): number[] {
  const events = new Map<number, { inside: number[]; outside: number[] }>();
  for (let i = 0; i < time.length; i++) {
    const phase = Math.abs(phaseTime(time[i], period, epoch));
    if (phase > 1.5 * days || !Number.isFinite(position[i])) continue;
    const number = transitNumber(time[i], period, epoch);
    const event = events.get(number) ?? { inside: [], outside: [] };
    events.set(number, event);
    if (phase < 0.4 * days) event.inside.push(position[i]);
    else if (phase > 0.55 * days) event.outside.push(position[i]);
  }
  return [...events.values()]
    .filter(({ inside, outside }) => inside.length > 0 && outside.length > 1)
    .map(({ inside, outside }) => medianOf(inside) - medianOf(outside));
}

/** Mean of the transits' shifts. Its error is that of their own scatter, which few of them may make too small, or of the scatter elsewhere. */
function meanShift({ ofTransits, elsewhere }: Shifts): { mean: number; error: number } {
  const count = ofTransits.length;
  const own = robustSigma(ofTransits) * Math.sqrt(count / (count - 1));
  const spread = Math.max(own, elsewhere.length > 0 ? robustSigma(elsewhere) : 0, 1e-6);
  return { mean: medianOf(ofTransits), error: (1.25 * spread) / Math.sqrt(count) };
}
