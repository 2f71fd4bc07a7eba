import { OTHER_DIP_SIGMA as LIMIT } from '../search/other-dip';
import { significant } from '../significant';
import { MAX_ABSENT, presenceOf } from './event-presence';
import { maxPlanetLight } from './planet-light';
import type { VetSubject, VetTest } from './vet-test';

/** A relative depth is reduced by this many of its errors before it is compared with what a planet can cause. */
const PART_SIGMA = 2;

/** Passes when there is no second dip at another phase: a star that is itself eclipsed half an orbit later causes one (Coughlin et al. 2016, ApJS 224, 12, model-shift test; Thompson et al. 2018). */
export function secondaryEclipse({ fit, target, phases }: VetSubject): VetTest {
  const name = 'secondary_eclipse';
  const { value: period } = fit.period;
  const duration = fit.duration.value;
  const dip = phases.otherDip;
  if (!dip)
    return {
      name,
      limit: LIMIT,
      limitIs: 'maximum',
      unit: 'σ',
      verdict: 'not_testable',
      sentence: 'The transit fills so much of the period that a second eclipse could not be distinguished from it.',
    };
  const phase = dip.offset / period;
  const { significance: value, event } = dip;
  const { depth, depthErr } = event;
  // Averaged over the same duration in the same curve: the fitted depth, at mid-transit, is larger.
  const transit = phases.transit.depth;
  const most = maxPlanetLight({ fit, target });
  const strongest = { name, value, limit: LIMIT, limitIs: 'maximum', unit: 'σ' } as const;
  if (value <= LIMIT)
    return {
      ...strongest,
      verdict: 'pass',
      sentence: `No second eclipse is seen: the strongest other dip reaches ${value.toFixed(1)} σ, which noise can explain (up to ${LIMIT} σ).`,
    };
  const { judged, absent, missing } = presenceOf(event.events);
  if (missing >= MAX_ABSENT)
    return {
      ...strongest,
      verdict: 'not_testable',
      sentence: `A second dip lies at phase ${phase.toFixed(2)} (${value.toFixed(1)} σ), but ${absent.length} of the ${judged.length} windows in which it would stand out show none. A star would be eclipsed in every orbit, so these dips belong to another body.`,
    };
  // A dip that is deeper than a planet can cause, but by less than its errors, decides nothing.
  const least = Math.max(0, (depth - PART_SIGMA * depthErr) / transit);
  const compared = { name, value: 100 * least, limit: 100 * most, limitIs: 'maximum', unit: '%' } as const;
  const found = `A second dip lies at phase ${phase.toFixed(2)} (${value.toFixed(1)} σ). Averaged over ${duration.toFixed(1)} h, it is ${depth.toFixed(0)} ± ${depthErr.toFixed(0)} ppm deep and the transit ${transit.toFixed(0)} ppm, so it is at least ${percent(least)} as deep`;
  return least > most
    ? {
        ...compared,
        verdict: 'fail',
        sentence: `${found}. The light of a planet on this orbit could cause ${percent(most)} at most, so the hidden body is a star.`,
      }
    : {
        ...compared,
        verdict: 'pass',
        sentence: `${found}. It can be the light of a planet, which could cause up to ${percent(most)} on this orbit.`,
      };
}

const percent = (part: number): string => `${significant(100 * part, 3)} %`;
