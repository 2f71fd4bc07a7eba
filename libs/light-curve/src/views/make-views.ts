import type { Ephemeris, LightCurve } from '../types';
import { HOURS_PER_DAY } from '../units';
import type { Bins } from './binning';
import { fold, transitNumber } from './fold';
import { makeRiver, type River } from './river';
import { secondaryCentre, withoutTransit } from './secondary-centre';
import { makeView, type View, type ViewProblem } from './view';

export const GLOBAL_BINS = 201;
export const LOCAL_BINS = 61;

/** Bin width of the views around an event [durations]. */
const WIDTH = 0.16;
const LOCAL_REACH = 2;
const SECONDARY_REACH = 4;

/** Every view of one candidate. Definition: views/README.md of the data folder, after Yu et al. 2019 (AJ 158, 25). */
export interface Views {
  /** 201 bins of the whole orbit. */
  global: View;
  /** 61 bins, two durations to either side of mid-transit. */
  local: View;
  /** 61 bins, four durations to either side of the strongest dip outside the transit. */
  secondary: View;
  /** Phase time of that dip [d, 0 … P]. */
  secondaryCentre?: number;
  /** The local view of every second transit, on the depth scale of the local view of all. */
  odd: View;
  even: View;
  river: ({ made: true } & River) | { made: false; problem: ViewProblem };
}

/** The views of a detrended curve (median 1) folded on one ephemeris; a view that cannot be made names the problem. */
export function makeViews(curve: LightCurve, { period, epoch, duration: hours }: Ephemeris): Views {
  const duration = hours / HOURS_PER_DAY;
  const folded = fold(curve, period, epoch);
  const local = localBins(period, duration);
  const all = makeView(folded, local);
  const parity = (odd: 0 | 1): View => {
    if (!all.made) return { made: false, problem: 'no_scale' };
    const own = fold(
      curve,
      period,
      epoch,
      (row) => Math.abs(transitNumber(curve.time[row], period, epoch) % 2) === odd,
    );
    return makeView(own, local, all.scale.scale);
  };
  return {
    global: makeView(folded, {
      count: GLOBAL_BINS,
      width: (1.2 * period) / GLOBAL_BINS,
      from: -period / 2,
      to: period / 2,
    }),
    local: all,
    ...secondaryView(curve, period, epoch, duration),
    odd: parity(1),
    even: parity(0),
    river: all.made
      ? { made: true, ...makeRiver(curve, period, epoch, local, all.scale) }
      : { made: false, problem: 'no_scale' },
  };
}

function localBins(period: number, duration: number): Bins {
  const reach = Math.min(LOCAL_REACH * duration, period / 2);
  return { count: LOCAL_BINS, width: WIDTH * duration, from: -reach, to: reach };
}

function secondaryView(
  curve: LightCurve,
  period: number,
  epoch: number,
  duration: number,
): Pick<Views, 'secondary' | 'secondaryCentre'> {
  const rest = withoutTransit(curve, period, epoch, duration);
  if (!rest) return { secondary: { made: false, problem: 'too_few_points' } };
  const centre = secondaryCentre(rest, period, duration);
  const reach = Math.min(SECONDARY_REACH * duration, period / 2);
  const from = Math.max(centre - reach, rest.phase[0]);
  const to = Math.min(centre + reach, rest.phase.at(-1)!);
  const width = WIDTH * duration < to - from ? WIDTH * duration : (to - from) / 40;
  return { secondary: makeView(rest, { count: LOCAL_BINS, width, from, to }), secondaryCentre: centre };
}
