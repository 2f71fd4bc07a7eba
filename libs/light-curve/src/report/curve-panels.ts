import type { DetectionDto } from '@exoplanet/contracts';
import { rangeOf } from './axis';
import { failedAny } from './failed-tests';
import { fromCentre } from './folded-points';
import { BLUE, type Box, emptyPlot, Plot, RED } from './plot';
import { type Photometry, type ReportInput, spectrumOf } from './report-input';

const PPM = 'Flux [ppm]';
const DOTS = '#5b6470';
/** Part of the points that may lie outside a plot at either end. */
const BEYOND = 0.0005;

/** The whole detrended curve, with the transits of the detection, those of others, and single events. */
export function curvePanel(
  box: Box,
  { time, flux, pointsPerBin }: Photometry,
  { analysis, detection }: ReportInput,
): string {
  if (time.length === 0) return emptyPlot(box, 'Detrended curve', 'no points');
  const [low, high] = rangeOf(flux, BEYOND);
  const others = analysis.detections.filter(({ rank }) => rank !== detection?.rank);
  const deepest = Math.max(detection?.depth.value ?? 0, ...analysis.single_events.map(({ depth }) => depth.value));
  const own = detection ? `; red marks: transits of this detection${others.length > 0 ? ', grey: of others' : ''}` : '';
  const shown =
    pointsPerBin === 1 ? `all ${time.length} points` : `thinned: each dot is the mean of ${pointsPerBin} points`;
  const plot = new Plot(box, [time[0], time[time.length - 1]], [Math.min(low, -1.3 * deepest), high], {
    title: 'Detrended curve',
    aside: `${shown}${own}`,
    x: `Time [${analysis.time_system}, d]`,
    y: PPM,
    failed: failedAny(detection, ['transit_count']),
  })
    .dots({ x: time, y: flux }, DOTS, 1.3)
    .marks(
      others.flatMap(({ events }) => events.map((event) => event.time)),
      '#b8bcc4',
    )
    .marks(
      (detection?.events ?? []).map((event) => event.time),
      RED,
    );
  for (const { time: at } of analysis.single_events) plot.vertical(at.value, BLUE, 'single event');
  return plot.toString();
}

const RATIOS: readonly [ratio: number, word: string][] = [
  [1 / 3, 'P/3'],
  [1 / 2, 'P/2'],
  [2, '2P'],
  [3, '3P'],
];

/** The spectrum of the search, its highest value on each pixel, with the period and its harmonics. */
export function periodogramPanel(box: Box, input: ReportInput): string {
  const { detection } = input;
  const spectrum = spectrumOf(input);
  if (!spectrum || spectrum.period.length < 2)
    return emptyPlot(
      box,
      'Periodogram',
      detection ? 'the period was given, so nothing was searched' : 'no period could be searched',
    );
  const { period, power } = spectrum;
  const plot = new Plot(box, [period[0], period[period.length - 1]], [0, rangeOf(power)[1]], {
    title: 'Periodogram of the first search',
    x: 'Period [d]',
    y: 'Signal to noise',
    logarithmic: true,
    failed: failedAny(detection, ['significance', 'uniqueness', 'alias']),
  });
  const found = detection?.period.value;
  if (found !== undefined) {
    for (const [ratio, word] of RATIOS) plot.vertical(found * ratio, '#8a8f98', word, '1 3');
    plot.vertical(found, RED, 'P');
  }
  return plot.line(envelope(period, power, box.width * 2), '#000', 0.8).toString();
}

/** The strongest value of each of `count` stretches of equal width in the logarithm of the period. */
function envelope(period: ArrayLike<number>, power: ArrayLike<number>, count: number) {
  const scale = count / Math.log(period[period.length - 1] / period[0]);
  const [x, y]: [number[], number[]] = [[], []];
  let last = -1;
  for (let i = 0; i < period.length; i++) {
    const place = Math.floor(Math.log(period[i] / period[0]) * scale);
    if (place !== last) {
      x.push(period[i]);
      y.push(power[i]);
      last = place;
    } else if (power[i] > y[y.length - 1]) {
      x[x.length - 1] = period[i];
      y[y.length - 1] = power[i];
    }
  }
  return { x, y };
}

const ORBIT_BINS = 200;

/** The curve folded over the whole orbit, the transit at phase 0. */
export function orbitPanel(
  box: Box,
  { time, flux }: Photometry,
  rows: readonly number[],
  { period, epoch, depth, views }: DetectionDto,
): string {
  const phase = (at: number) => {
    const part = fromCentre(at, period.value, epoch.value) / period.value;
    return part < -0.25 ? part + 1 : part;
  };
  const x = rows.map((row) => phase(time[row]));
  const y = rows.map((row) => flux[row]);
  if (x.length === 0) return emptyPlot(box, 'Whole orbit', 'no points');
  const sums = new Float64Array(ORBIT_BINS);
  const sizes = new Float64Array(ORBIT_BINS);
  x.forEach((at, index) => {
    const bin = Math.min(ORBIT_BINS - 1, Math.floor((at + 0.25) * ORBIT_BINS));
    sums[bin] += y[index];
    sizes[bin] += 1;
  });
  const bins = Array.from(sums.keys()).filter((bin) => sizes[bin] > 0);
  const [low, high] = rangeOf(y, 0.003);
  const plot = new Plot(box, [-0.25, 0.75], [Math.min(low, -1.25 * depth.value), high], {
    title: 'Whole orbit',
    aside: `black: means of 1/${ORBIT_BINS} of the orbit`,
    x: 'Orbital phase, transit at 0',
    y: PPM,
  }).dots({ x, y }, '#b9bec6', 1.2);
  if (views.secondary) {
    const centre = (views.secondary.from + views.secondary.to) / 2 / period.value;
    plot.vertical(((centre + 1.25) % 1) - 0.25, BLUE, 'strongest other dip', '3 3', 'bottom');
  }
  return plot
    .dots(
      { x: bins.map((bin) => (bin + 0.5) / ORBIT_BINS - 0.25), y: bins.map((bin) => sums[bin] / sizes[bin]) },
      '#000',
      2.4,
    )
    .toString();
}
