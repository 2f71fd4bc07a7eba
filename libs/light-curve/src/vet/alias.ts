import { significant } from '../significant';
import type { Mission } from '../types';
import type { VetSubject, VetTest } from './vet-test';

/** A period at which the instrument produces dips of its own. */
interface InstrumentPeriod {
  /** [d] */
  period: number;
  /** A period fails when its relative distance is below this. */
  within: number;
  cause: string;
}

/** Kepler handbook and Thompson et al. (2018, sect. 2.3) for the orbit; Van Cleve et al. (2016, PASP 128, 075002) for K2's thrusters; TESS handbook for its orbit. */
const INSTRUMENT_PERIODS: Record<Mission, readonly InstrumentPeriod[]> = {
  KEPLER: [
    {
      period: 372.5,
      within: 0.01,
      cause: 'the spacecraft’s year, in which the star returns to the same noisy detectors',
    },
  ],
  K2: [1, 2, 3, 4].map((times) => ({
    period: 0.2452 * times,
    within: 0.003,
    cause: 'the thruster firings that push the star back every 5.9 h',
  })),
  TESS: [
    { period: 13.7, within: 0.01, cause: 'the spacecraft’s orbit, with its scattered light and gaps' },
    { period: 1, within: 0.003, cause: 'the rotation of the Earth, whose light is scattered into the cameras' },
  ],
};
/** Periods of up to this many cadences are compared with the sampling. */
const FEW_CADENCES = 12;

/** Passes when the period does not match one of the instrument or of its sampling. */
export function alias({ curve, fit, target }: VetSubject): VetTest {
  const name = 'alias';
  const period = fit.period.value;
  const sampling = Array.from({ length: FEW_CADENCES }, (_, i) => ({
    period: (i + 1) * curve.cadence,
    within: 0.003,
    cause: 'a whole number of exposures',
  }));
  const periods = [...(target.mission ? INSTRUMENT_PERIODS[target.mission] : []), ...sampling];
  const distances = periods.map((known) => ({ ...known, distance: Math.abs(period / known.period - 1) }));
  const nearest = distances.reduce((a, b) => (a.distance / a.within <= b.distance / b.within ? a : b));
  const fail = nearest.distance < nearest.within;
  const common = {
    name,
    value: 100 * nearest.distance,
    limit: 100 * nearest.within,
    limitIs: 'minimum',
    unit: '%',
  } as const;
  const away = `${significant(common.value, 3)} %`;
  const known = `${significant(nearest.period, 5)} d`;
  if (!fail)
    return {
      ...common,
      verdict: 'pass',
      sentence: `The period of ${period.toFixed(4)} d matches no period of the instrument or its sampling: the nearest, ${known} (${nearest.cause}), is ${away} away (at least ${common.limit} % is required).`,
    };
  return {
    ...common,
    verdict: 'fail',
    sentence: `The period of ${period.toFixed(4)} d lies only ${away} from ${known}, ${nearest.cause}: the instrument makes dips of its own at that period.`,
  };
}
