import type { DetectionDto } from '@exoplanet/contracts';
import { significant } from '../significant';
import { rangeOf } from './axis';
import { failedAny } from './failed-tests';
import { binned, type Bins, foldedAround, type FoldedPoints } from './folded-points';
import { BLUE, type Box, emptyPlot, Plot, RED, type Series } from './plot';
import { inPpm, type Photometry } from './report-input';

const FAINT = '#b9bec6';
const PPM = 'Flux [ppm]';
const HOURS_LABEL = 'Time from mid-transit [h]';
const BINS = 41;
const RESIDUAL_HEIGHT = 46;
const GAP = 4;

/** How far the panels reach from the middle [h]: two and a half durations, at most half the orbit. */
export const reachOf = ({ duration, period }: DetectionDto): number =>
  Math.min(2.5 * duration.value, 12 * period.value);

/** The folded transit: points, means with errors, the model, and below what the model leaves. */
export function transitPanel(
  box: Box,
  photometry: Photometry,
  rows: readonly number[],
  detection: DetectionDto,
): string {
  const reach = reachOf(detection);
  const points = foldedAround(photometry, rows, photometry.flux, detection, 0, reach, lateness(detection));
  if (points.hours.length === 0) return emptyPlot(box, 'Transit', 'no points');
  const bins = binned(points, reach, BINS);
  const { model_phase, model_flux } = detection.folded;
  const model: Series = { x: model_phase, y: inPpm(model_flux) };
  const upper = { ...box, height: box.height - RESIDUAL_HEIGHT - GAP };
  const lower = { ...box, y: upper.y + upper.height + GAP, height: RESIDUAL_HEIGHT };
  const title = 'Transit, fitted model (red)';
  const main = new Plot(upper, [-reach, reach], rangeOfAll(points, bins, model), {
    title,
    y: PPM,
    failed: failedAny(detection, ['v_shape', 'duration', 'size']),
  })
    .dots({ x: points.hours, y: points.values }, FAINT)
    .line(extended(model, reach), RED, 1.6)
    .measured(bins, '#000')
    .note(errorNote(points), 'bottom')
    .note(detection.timing?.varies ? 'aligned at the measured times' : '');
  const left = bins.y as number[];
  const residuals: Bins = { ...bins, y: left.map((value, index) => value - at(model, (bins.x as number[])[index])) };
  const largest = Math.max(
    ...(residuals.y as number[]).map((value, index) => Math.abs(value) + residuals.error[index]),
    1,
  );
  const rest = new Plot(lower, [-reach, reach], [-1.15 * largest, 1.15 * largest], {
    title: '',
    x: HOURS_LABEL,
    y: 'O − C',
  })
    .horizontal(0, RED)
    .measured(residuals, '#000', 2.6);
  return `${main.toString()}${rest.toString()}`;
}

/** Odd and even transits, with the mean level of each at the bottom of its transits. */
export function oddEvenPanel(
  box: Box,
  photometry: Photometry,
  rows: readonly number[],
  detection: DetectionDto,
): string {
  const title = 'Odd (red) and even (blue) transits';
  const reach = reachOf(detection);
  const points = foldedAround(photometry, rows, photometry.flux, detection, 0, reach, lateness(detection));
  const halves = [1, 0].map((odd) => only(points, (index) => Math.abs(points.orbit[index] % 2) === odd));
  if (halves.some(({ hours }) => hours.length === 0)) return emptyPlot(box, title, 'fewer than two transits with data');
  const bins = halves.map((half) => binned(half, reach, BINS));
  const plot = new Plot(box, [-reach, reach], rangeOfAll(points, bins[0], bins[1]), {
    title,
    x: HOURS_LABEL,
    y: PPM,
    failed: failedAny(detection, ['odd_even']),
  }).dots({ x: points.hours, y: points.values }, '#d9dce1');
  [RED, BLUE].forEach((colour, index) => {
    const inside = only(halves[index], (row) => Math.abs(halves[index].hours[row]) < detection.duration.value / 4);
    plot.measured(bins[index], colour);
    if (inside.values.length > 0)
      plot.horizontal(inside.values.reduce((sum, value) => sum + value, 0) / inside.values.length, colour);
  });
  return plot.note('dashed: mean level of the middle half', 'bottom').toString();
}

/** Around the strongest dip outside the transit. */
export function secondaryPanel(
  box: Box,
  photometry: Photometry,
  rows: readonly number[],
  detection: DetectionDto,
): string {
  const { secondary } = detection.views;
  if (!secondary) return emptyPlot(box, 'Strongest other dip', 'too few points outside the transit');
  const centre = (secondary.from + secondary.to) / 2;
  const phase = (((centre / detection.period.value) % 1) + 1) % 1;
  const title = `Other dip, at phase ${phase.toFixed(3)}`;
  const reach = reachOf(detection);
  const points = foldedAround(photometry, rows, photometry.flux, detection, centre, reach);
  if (points.hours.length === 0) return emptyPlot(box, title, 'no points');
  const bins = binned(points, reach, BINS);
  return new Plot(box, [-reach, reach], rangeOfErrors(bins), {
    title,
    x: 'Time from its middle [h]',
    y: PPM,
    failed: failedAny(detection, ['secondary_eclipse']),
  })
    .dots({ x: points.hours, y: points.values }, '#d9dce1')
    .horizontal(0, '#8a8f98')
    .measured(bins, '#000')
    .note(`transit: ${detection.depth.value.toFixed(0)} ppm`, 'bottom')
    .toString();
}

/** Where the light's centre lies in and out of transit: it moves when another star than the target is eclipsed. */
export function centroidPanel(
  box: Box,
  photometry: Photometry,
  rows: readonly number[],
  detection: DetectionDto,
): string {
  const title = 'Centroid: column (blue), row (red)';
  const { centroids } = photometry;
  if (!centroids) return emptyPlot(box, title, 'the files have no centroids');
  const reach = reachOf(detection);
  const bins = [centroids.column, centroids.row].map((values) => {
    const points = foldedAround(photometry, rows, values, detection, 0, reach);
    const outside = points.values
      .filter((_, index) => Math.abs(points.hours[index]) > 0.6 * detection.duration.value)
      .sort((a, b) => a - b);
    const level = outside[outside.length >> 1] ?? 0;
    const millipixels = points.values.map((value) => 1000 * (value - level));
    return binned(clipped({ ...points, values: millipixels }), reach, 31);
  });
  const half = detection.duration.value / 2;
  return new Plot(box, [-reach, reach], rangeOfErrors(...bins), {
    title,
    x: HOURS_LABEL,
    y: 'Offset [millipixel]',
    failed: failedAny(detection, ['centroid_shift', 'centroid_offset', 'difference_image']),
  })
    .vertical(-half, '#8a8f98')
    .vertical(half, '#8a8f98')
    .horizontal(0, '#8a8f98')
    .measured(bins[0], BLUE)
    .measured(bins[1], RED)
    .note('between the dashed lines: in transit', 'bottom')
    .toString();
}

/** Where the transit times vary, the transits are aligned at their own times, as the fit has them. */
function lateness({ timing, events, period, epoch }: DetectionDto): (orbit: number) => number {
  if (!timing?.varies) return () => 0;
  const minutes = new Map(events.map(({ time, o_c }) => [Math.round((time - epoch.value) / period.value), o_c ?? 0]));
  return (orbit) => (minutes.get(orbit) ?? 0) / 60;
}

/** Without values further than five times the typical one from zero, as jumps of the pointing are. */
function clipped(points: FoldedPoints): FoldedPoints {
  const sizes = points.values.map(Math.abs).sort((a, b) => a - b);
  const most = 5 * 1.4826 * (sizes[sizes.length >> 1] ?? 0);
  return only(points, (index) => Math.abs(points.values[index]) <= most);
}

function only({ hours, values, orbit }: FoldedPoints, keep: (index: number) => boolean): FoldedPoints {
  const kept = Array.from(hours.keys()).filter(keep);
  return { hours: kept.map((i) => hours[i]), values: kept.map((i) => values[i]), orbit: kept.map((i) => orbit[i]) };
}

/** The range of points without their outermost, but all of bins and models. */
function rangeOfAll(...series: (FoldedPoints | Series)[]): [number, number] {
  const ranges = series.map((one) => ('hours' in one ? rangeOf(one.values, 0.01) : rangeOf(one.y)));
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** The range of means with their errors. */
function rangeOfErrors(...all: Bins[]): [number, number] {
  const ends = all.flatMap(({ y, error }) =>
    Array.from(y).flatMap((value, bin) => [value - error[bin], value + error[bin]]),
  );
  return rangeOf(ends);
}

function errorNote({ errors }: FoldedPoints): string {
  const finite = (errors ?? []).filter(Number.isFinite).sort((a, b) => a - b);
  const typical = finite[finite.length >> 1];
  return typical === undefined
    ? 'bars: errors of the means'
    : `one point: ± ${significant(typical, 3)} ppm; bars: errors of the means`;
}

/** A model outside its table is the star's level. */
function at({ x, y }: Series, value: number): number {
  const last = x.length - 1;
  if (last < 1 || value <= x[0] || value >= x[last]) return 0;
  const place = ((value - x[0]) / (x[last] - x[0])) * last;
  const low = Math.min(last - 1, Math.floor(place));
  return y[low] + (y[low + 1] - y[low]) * (place - low);
}

function extended({ x, y }: Series, reach: number): Series {
  const last = x.length - 1;
  if (last < 1) return { x, y };
  const [before, after] = [x[0] > -reach, x[last] < reach];
  return {
    x: [...(before ? [-reach, x[0]] : []), ...Array.from(x), ...(after ? [x[last], reach] : [])],
    y: [...(before ? [0, 0] : []), ...Array.from(y), ...(after ? [0, 0] : [])],
  };
}
