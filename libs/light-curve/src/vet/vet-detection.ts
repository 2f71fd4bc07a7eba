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

/** Runs every test of a detection, in the order in which a person would check them; the difference image comes last, where there are images. */
export function vetDetection(subject: VetSubject): VetTest[] {
  const tests = TESTS.map((test) => test(subject));
  return subject.pixels ? [...tests, differenceImageTest(subject.pixels.offset)] : tests;
}
