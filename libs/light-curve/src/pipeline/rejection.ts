import { ephemerisOf } from '../fit/fit-transit';
import type { SearchHit } from '../search/search-transits';
import type { Threshold } from '../search/strongest-candidate';
import type { LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import { MAX_PART } from '../vet/duration';
import { presenceOf } from '../vet/event-presence';
import type { AnalyzeOptions, Detection, RejectedSignal } from './analysis';
import { thresholdOf } from './find-planets';
import { isOfGuideStar } from './guide-star';
import { DEFAULT_MIN_TRANSITS } from './search-plan';

/** A dip that is too long for a planet is reported, and fails, if it is at least this strong, or this deep [ppm]: a contact binary is. Another one is the star's variation. */
const LONG_BUT_STRONG = { mes: 60, depth: 10_000 };

/** Why a fitted signal is not a detection; undefined where it is one. */
export function reasonAgainst(
  detection: Omit<Detection, 'rank'>,
  curve: Pick<LightCurve, 'time' | 'timeSystem'>,
  options: AnalyzeOptions,
): string | undefined {
  const { period, duration, depth, mes, consistentMes, sde, events } = detection;
  const { minTransits = DEFAULT_MIN_TRANSITS, target } = options;
  const part = (100 * duration.value) / HOURS_PER_DAY / period.value;
  const there = presenceOf(events).there.length;
  if (part > MAX_PART && mes.value < LONG_BUT_STRONG.mes && depth.value < LONG_BUT_STRONG.depth)
    return `the dip fills ${part.toFixed(0)} % of the period, as the variation of a star does`;
  if (isOfGuideStar(ephemerisOf(detection.fit), depth.value, curve, target))
    return 'its dips coincide with the eclipses of a binary, of 1.69 d, that Kepler was guided by in its first weeks';
  if (there < minTransits)
    return `${there} of the ${events.length} windows observed at that period show a dip, where ${minTransits} are required`;
  return reasonBelow({ mes: mes.value, consistentMes }, thresholdOf(options, sde));
}

export function rejectedDetection({ fit, mes, sde }: Omit<Detection, 'rank'>, reason: string): RejectedSignal {
  return {
    ...ephemerisOf(fit),
    mes: mes.value,
    ...(sde !== undefined && { sde }),
    reason,
  };
}

/** The hit that ended the search. */
export function rejectedHit({ period, epoch, duration, event, sde }: SearchHit, threshold: Threshold): RejectedSignal {
  const reason = reasonBelow(event, threshold) ?? 'it is no stronger than the noise';
  return { period, epoch, duration, mes: event.mes, sde, reason };
}

function reasonBelow({ mes, consistentMes }: Threshold, threshold: Threshold): string | undefined {
  if (mes < threshold.mes)
    return `its multiple event statistic is ${mes.toFixed(1)}, where at least ${threshold.mes} is required`;
  if (consistentMes < threshold.consistentMes)
    return `its dips differ so much that they count as ${consistentMes.toFixed(1)} σ together, where at least ${threshold.consistentMes.toFixed(1)} σ is required`;
  return undefined;
}
