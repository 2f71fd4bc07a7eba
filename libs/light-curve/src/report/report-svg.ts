import { rangeOf } from './axis';
import type { FoldedPanel, ReportPage, Series } from './page';
import { type Box, emptyPlot, Plot } from './plot';
import { riverPlot } from './river-plot';
import { textAt } from './svg-text';
import { numbersTable, testsTable } from './tables';

/** A4 portrait. */
const WIDTH = 1000;
const HEIGHT = 1414;
const LEFT = 70;
const INNER = WIDTH - LEFT - 30;

const RED = '#cf222e';
const BLUE = '#0969da';
const FAINT = '#aaa';
const PPM = 'Relative flux [ppm]';
/** Part of the points that may lie outside a plot at either end. */
const BEYOND = 0.0005;

/** One page on one detection, as an SVG image of 1000 × 1414 px, black on white. Every text of the page is escaped. */
export function reportSvg(page: ReportPage): string {
  const third = (INNER - 2 * 65) / 3;
  const column = (index: number, y: number, height: number): Box => ({
    x: LEFT + index * (third + 65),
    y,
    width: third,
    height,
  });
  const wide = (y: number, height: number): Box => ({ x: LEFT, y, width: INNER, height });
  const parts = [
    textAt(LEFT, 34, page.title, { size: 18, weight: 'bold' }),
    textAt(LEFT, 52, page.subtitle, { size: 11, colour: '#333' }),
    curvePlot(wide(86, 140), page),
    periodogramPlot(wide(284, 110), page.periodogram),
    foldedPlot(wide(452, 120), 'Whole orbit', 'Time from mid-transit [d]', page.global),
    foldedPlot(column(0, 630, 170), 'Transit', 'Time from mid-transit [h]', page.local),
    oddEvenPlot(column(1, 630, 170), page),
    foldedPlot(column(2, 630, 170), secondaryTitle(page), 'Time from its centre [h]', page.secondary),
    page.river
      ? riverPlot(column(0, 860, 190), page.river)
      : emptyPlot(column(0, 860, 190), 'River: transits, first at the top'),
    numbersTable({ x: column(1, 0, 0).x - 20, y: 860, width: 2 * third + 85, height: 215 }, page.numbers),
    testsTable({ x: LEFT - 30, y: 1102, width: INNER + 40, height: 282 }, page.tests),
    textAt(LEFT - 30, HEIGHT - 14, page.footer, { size: 9, colour: '#666' }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

function curvePlot(box: Box, { curve, transits, timeSystem, local }: ReportPage): string {
  const [low, high] = rangeOf(curve.y, BEYOND);
  const depth = lowest(local?.binned) * 1.2;
  const labels = { title: `Detrended curve, ${transits.length} transits marked`, x: `Time [${timeSystem}, d]`, y: PPM };
  return new Plot(box, extent(curve.x), [Math.min(low, depth), high], labels)
    .dots(curve)
    .marks(transits, RED)
    .toString();
}

function periodogramPlot(box: Box, periodogram: ReportPage['periodogram']): string {
  if (!periodogram || periodogram.spectrum.x.length === 0) return emptyPlot(box, 'Periodogram');
  const { spectrum, statistic, period } = periodogram;
  const periods = Float64Array.from(spectrum.x);
  const range = [periods.reduce((a, b) => Math.min(a, b)), periods.reduce((a, b) => Math.max(a, b))] as const;
  const labels = { title: 'Periodogram', x: 'Period [d]', y: statistic };
  return new Plot(box, range, rangeOf(spectrum.y), labels, true)
    .vertical(period, RED)
    .line(spectrum, '#000', 0.8)
    .toString();
}

function foldedPlot(box: Box, title: string, x: string, panel: FoldedPanel | undefined): string {
  if (!panel || panel.points.x.length === 0) return emptyPlot(box, title);
  const plot = new Plot(box, extent(panel.points.x), foldedRange([panel]), { title, x, y: PPM }).dots(
    panel.points,
    panel.binned ? FAINT : '#000',
  );
  if (panel.binned) plot.bins(panel.binned);
  if (panel.model) plot.line(panel.model, RED, 1.5);
  return plot.toString();
}

/** Odd transits in red and even ones in blue, in one plot: a difference of depth is a difference of height. */
function oddEvenPlot(box: Box, { odd, even }: ReportPage): string {
  const title = 'Odd (red) and even (blue) transits';
  if (!odd || !even) return emptyPlot(box, title);
  const x = extent([...Array.from(odd.points.x), ...Array.from(even.points.x)]);
  const plot = new Plot(box, x, foldedRange([odd, even]), { title, x: 'Time from mid-transit [h]', y: PPM });
  for (const [panel, colour, pale] of [
    [odd, RED, '#f4b8bd'],
    [even, BLUE, '#b6d4f5'],
  ] as const)
    plot.dots(panel.points, pale).bins(panel.binned ?? panel.points, colour);
  return plot.toString();
}

function secondaryTitle({ secondary }: ReportPage): string {
  return secondary ? `Strongest other dip, at phase ${secondary.phase.toFixed(3)}` : 'Strongest other dip';
}

/** The points, but never less than the binned values and the model. */
function foldedRange(panels: readonly FoldedPanel[]): [number, number] {
  const ranges = panels.flatMap(({ points, binned, model }) => [
    rangeOf(points.y, 0.005),
    ...[binned, model].flatMap((series) => (series ? [rangeOf(series.y)] : [])),
  ]);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

function extent(x: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of Array.from(x)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low < high ? [low, high] : [low - 1, low + 1];
}

function lowest(series: Series | undefined): number {
  return series ? Array.from(series.y).reduce((low, value) => Math.min(low, value), 0) : 0;
}
