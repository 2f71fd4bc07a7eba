import { alias } from './alias';
import { centroidShift } from './centroid-shift';
import { depthConsistency } from './depth-consistency';
import { differenceImageTest } from './difference-image';
import { duration } from './duration';
import { isSeen } from './event-presence';
import { oddEven } from './odd-even';
import { phaseVariation } from './phase-variation';
import { secondaryEclipse } from './secondary-eclipse';
import { significance } from './significance';
import { size } from './size';
import { transitCount } from './transit-count';
import { transitTimes } from './transit-times';
import { uniqueness } from './uniqueness';
import { vShape } from './v-shape';
import type { VetSubject, VetTest } from './vet-test';

const TESTS: readonly ((subject: VetSubject) => VetTest)[] = [
  significance,
  transitCount,
  transitTimes,
  oddEven,
  secondaryEclipse,
  phaseVariation,
  uniqueness,
  vShape,
  duration,
  size,
  depthConsistency,
  alias,
  centroidShift,
];

/**
 * Runs every test of a detection, in the order in which a person would check them; the difference image comes last, where there are
 * images. Where the fold has no dip, as at a given ephemeris that is not that of the data, its significance alone is tested.
 */
export function vetDetection(subject: VetSubject): VetTest[] {
  const tests = TESTS.map((test) => test(subject));
  const all = subject.pixels ? [...tests, differenceImageTest(subject.pixels.offset)] : tests;
  return hasDip(subject) ? all : all.map((test) => (test.name === 'significance' ? test : withoutDip(test, subject)));
}

/** Transits that swing by more than their length are seen one by one, and leave no dip in the fold. */
function hasDip({ phases, events }: VetSubject): boolean {
  return isSeen(phases.transit) || events.filter(isSeen).length > 1;
}

function withoutDip({ value: _, ...test }: VetTest, { phases }: VetSubject): VetTest {
  const { depth, depthErr } = phases.transit;
  const found = Number.isFinite(depthErr) ? ` (${depth.toFixed(0)} ± ${depthErr.toFixed(0)} ppm)` : '';
  return {
    ...test,
    verdict: 'not_testable',
    sentence: `No dip is seen at this ephemeris${found}, so there is nothing to test.`,
  };
}
