import { VARIES_SIGMA } from '../fit/transit-timing';
import type { VetSubject, VetTest } from './vet-test';

const MINUTES = 24 * 60;

/**
 * Says whether the transit times vary. Planets that attract each other cause this (Holman & Murray 2005, Science 307, 1288), so a
 * variation is not evidence against a planet: the test passes or is undecided, and odd and even times are compared by another test.
 */
export function transitTimes({ timing }: VetSubject): VetTest {
  const common = { name: 'transit_timing', limit: VARIES_SIGMA, limitIs: 'maximum', unit: 'σ' } as const;
  if (!timing)
    return {
      ...common,
      verdict: 'not_testable',
      sentence: 'Too few transits are deep enough to be timed one by one.',
    };
  const { significance, varies, wave } = timing;
  const [scatter, explained] = [timing.scatter * MINUTES, timing.explained * MINUTES];
  const found = `${scatter.toFixed(1)} min from the linear ephemeris, where their errors explain ${explained.toFixed(1)} min (${significance.toFixed(1)} σ, at most ${VARIES_SIGMA} σ by chance)`;
  if (!varies)
    return {
      ...common,
      value: significance,
      verdict: 'pass',
      sentence: `The transits come on time: they scatter by ${found}.`,
    };
  const swing = wave
    ? ` A wave of ${wave.period.toFixed(0)} d and ${(wave.amplitude * MINUTES).toFixed(1)} min explains most of it.`
    : '';
  return {
    ...common,
    value: significance,
    verdict: 'not_testable',
    sentence: `The transit times vary: they scatter by ${found}.${swing} Other planets can cause that, so it decides nothing; the transits were aligned before they were folded and fitted.`,
  };
}
