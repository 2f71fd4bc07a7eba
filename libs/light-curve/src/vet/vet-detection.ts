import { alias } from './alias';
import { centroidShift } from './centroid-shift';
import { depthConsistency } from './depth-consistency';
import { differenceImageTest } from './difference-image';
import { duration } from './duration';
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

/** A dip shallower than this many of its errors is none, where less than two transits stand out by as much on their own. */
const SEEN_SIGMA = 3;

/**
 * Runs every test of a detection, in the order in which a person would check them; the difference image comes last, where there are
 * images. Where the fold has no dip, as at a given ephemeris that is not that of the data, its significance alone is tested.
 */
export function vetDetection(subject: VetSubject): VetTest[] {
  const tests = TESTS.map((test) => test(subject));
  const all = subject.pixels ? [...tests, differenceImageTest(subject.pixels.offset)] : tests;
  return isSeen(subject) ? all : all.map((test) => (test.name === 'significance' ? test : withoutDip(test, subject)));
}

function isSeen({ phases, events }: VetSubject): boolean {
  const stands = ({ depth, depthErr }: { depth: number; depthErr: number }) => depth > SEEN_SIGMA * depthErr;
  return stands(phases.transit) || events.filter(stands).length > 1;
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
