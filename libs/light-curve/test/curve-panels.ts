import type { FoldedPanel, ReportPage, Series } from '../src/report/page';
import type { Ephemeris, LightCurve } from '../src/types';
import { fold, transitNumber } from '../src/views/fold';
import type { Views } from '../src/views/make-views';
import type { View } from '../src/views/view';

const HOURS_PER_DAY = 24;
const PPM = 1e6;

/** The panels of a report page that come from the detrended curve and its views. */
export type CurvePanels = Pick<
  ReportPage,
  'timeSystem' | 'curve' | 'transits' | 'global' | 'local' | 'odd' | 'even' | 'secondary' | 'river'
>;

/** `model`: relative flux of the fitted model (level 1) at hours from mid-transit. */
export function curvePanels(
  flat: LightCurve,
  { period, epoch, duration }: Ephemeris,
  views: Views,
  model?: Series,
): CurvePanels {
  const folded = fold(flat, period, epoch);
  const parity = (odd: number) =>
    fold(flat, period, epoch, (row) => Math.abs(transitNumber(flat.time[row], period, epoch) % 2) === odd);
  const reach = Math.min((2 * duration) / HOURS_PER_DAY, period / 2);
  const local = (points: Series, view: View): FoldedPanel => panel(points, view, -reach, reach, 0, HOURS_PER_DAY);
  const series = ({ phase, flux }: { phase: Float64Array; flux: Float64Array }): Series => ({ x: phase, y: flux });
  const secondary =
    views.secondaryCentre === undefined
      ? undefined
      : secondaryPanel(folded, period, duration, views.secondaryCentre, views.secondary);
  return {
    timeSystem: flat.timeSystem,
    curve: { x: flat.time, y: flat.flux.map(toPpm) },
    transits: midTransits(flat.time, period, epoch, duration),
    global: panel(series(folded), views.global, -period / 2, period / 2, 0, 1),
    local: {
      ...local(series(folded), views.local),
      ...(model ? { model: { x: model.x, y: Float64Array.from(model.y, toPpm) } } : {}),
    },
    odd: local(series(parity(1)), views.odd),
    even: local(series(parity(0)), views.even),
    ...(secondary ? { secondary } : {}),
    ...(views.river.made && views.local.made
      ? {
          river: {
            values: views.river.values,
            mask: views.river.mask,
            columns: views.local.values.length,
            rows: views.river.mask.length / views.local.values.length,
            hours: [-reach * HOURS_PER_DAY, reach * HOURS_PER_DAY] as const,
          },
        }
      : {}),
  };
}

/** Points with x in [from, to] days and the view's bins, both as `unit` per day from `centre`, in ppm. */
function panel({ x, y }: Series, view: View, from: number, to: number, centre: number, unit: number): FoldedPanel {
  const rows: number[] = [];
  for (let row = 0; row < x.length; row++) if (x[row] >= from && x[row] <= to) rows.push(row);
  const points = {
    x: Float64Array.from(rows, (row) => (x[row] - centre) * unit),
    y: Float64Array.from(rows, (row) => toPpm(y[row])),
  };
  return view.made ? { points, binned: binned(view, centre, unit) } : { points };
}

/** A view back in ppm of the star's flux, at the middles of its bins. */
function binned({ values, bins, scale }: View & { made: true }, centre: number, unit: number): Series {
  const step = (bins.to - bins.from - bins.width) / (bins.count - 1);
  return {
    x: Float64Array.from(values, (_, bin) => (bins.from + bin * step + bins.width / 2 - centre) * unit),
    y: Float64Array.from(values, (value) => toPpm(value * scale.scale + scale.level)),
  };
}

/** The secondary view counts phase from 0 to P. */
function secondaryPanel(
  folded: { phase: Float64Array; flux: Float64Array },
  period: number,
  duration: number,
  centre: number,
  view: View,
): ReportPage['secondary'] {
  const x = folded.phase.map((at) => (at < 0 ? at + period : at));
  const reach = Math.min((4 * duration) / HOURS_PER_DAY, period / 2);
  const [from, to] = view.made ? [view.bins.from, view.bins.to] : [centre - reach, centre + reach];
  return { ...panel({ x, y: folded.flux }, view, from, to, centre, HOURS_PER_DAY), phase: centre / period };
}

/** Mid-transits with a point within half a duration. */
function midTransits(time: Float64Array, period: number, epoch: number, duration: number): number[] {
  const middles = new Set<number>();
  for (const at of time) {
    const middle = epoch + transitNumber(at, period, epoch) * period;
    if (Math.abs(at - middle) <= duration / HOURS_PER_DAY / 2) middles.add(middle);
  }
  return [...middles].sort((a, b) => a - b);
}

function toPpm(flux: number): number {
  return (flux - 1) * PPM;
}
