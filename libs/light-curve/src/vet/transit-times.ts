import type { VetSubject, VetTest } from './vet-test';

const MINUTES = 24 * 60;

/**
 * Says whether the transit times vary. Planets that pull at each other do so (Holman & Murray 2005, Science 307, 1288), so a
 * variation is no sign against a planet and never fails; odd and even times are compared by another test.
 */
export function transitTimes({ timing }: VetSubject): VetTest {
  const name = 'transit_timing';
  if (!timing)
    return {
      name,
      limit: 0,
      unit: 'min',
      verdict: 'not_testable',
      sentence: 'Too few transits are deep enough to be timed one by one.',
    };
  const [scatter, explained] = [timing.scatter * MINUTES, timing.explained * MINUTES];
  const common = { name, value: scatter, limit: explained, unit: 'min', verdict: 'pass' } as const;
  const found = `${scatter.toFixed(1)} min from the linear ephemeris, where their errors explain ${explained.toFixed(1)} min`;
  if (!timing.varies) return { ...common, sentence: `The transits come on time: they scatter by ${found}.` };
  const wave = timing.wave
    ? ` A wave of ${timing.wave.period.toFixed(0)} d and ${(timing.wave.amplitude * MINUTES).toFixed(1)} min explains most of it.`
    : '';
  return {
    ...common,
    sentence: `The transit times vary: they scatter by ${found} (${timing.significance.toFixed(0)} σ).${wave} The transits were aligned before they were folded and fitted.`,
  };
}
