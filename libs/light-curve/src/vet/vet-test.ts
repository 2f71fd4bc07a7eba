import type { SourceOffset } from '../difference/source-offset';
import type { FittedEvent } from '../fit/fit-events';
import type { TransitFit } from '../fit/fit-transit';
import type { TransitTiming } from '../fit/transit-timing';
import type { MultipleEvent } from '../search/multiple-event';
import type { PhaseSearch } from '../search/phase-search';
import type { Ephemeris, LightCurve, Target } from '../types';

export type Verdict = 'pass' | 'fail' | 'not_testable';

/** One check of a detection. */
export interface VetTest {
  name: VetName;
  /** What was measured, in `unit`; absent where it could not be. */
  value?: number;
  /** Where pass turns to fail, in `unit`. */
  limit: number;
  /** Whether `limit` is the highest value that passes or the lowest. */
  limitIs: 'maximum' | 'minimum';
  /** '' for a number without a unit. */
  unit: string;
  verdict: Verdict;
  /** What was found and what it means, for a reader who is new to transits. */
  sentence: string;
}

export type VetName =
  | 'significance'
  | 'transit_count'
  | 'transit_timing'
  | 'odd_even'
  | 'secondary_eclipse'
  | 'phase_variation'
  | 'uniqueness'
  | 'v_shape'
  | 'duration'
  | 'size'
  | 'depth_consistency'
  | 'alias'
  | 'centroid_shift'
  | 'difference_image';

/** What the tests look at. */
export interface VetSubject {
  /** Whether the period was searched for, not given. */
  searched: boolean;
  /** Detrended with these transits masked and aligned where their times vary; the other detections' transits removed. */
  curve: LightCurve;
  /** The same, not detrended. */
  undetrended: LightCurve;
  fit: TransitFit;
  event: MultipleEvent;
  /** A box of the fitted duration at all phases of the fitted period in `curve`. */
  phases: PhaseSearch;
  /** Every transit with data, measured on its own. */
  events: readonly FittedEvent[];
  /** The other dips that come back at the period, as second eclipses do. */
  secondDips: readonly Ephemeris[];
  /** Absent where too few transits can be timed. */
  timing?: TransitTiming;
  /** Of the target pixel files; absent where there are none. */
  pixels?: { offset: SourceOffset | undefined };
  target: Target;
  /** Length over which the flux was flattened before it came here [h]; absent where it was not. */
  flattened?: number;
}
