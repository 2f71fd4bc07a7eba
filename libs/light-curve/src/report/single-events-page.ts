import type { AnalysisDto, SingleEventDto } from '@exoplanet/contracts';
import { rangeOf } from './axis';
import { curvePanel, periodogramPanel } from './curve-panels';
import { around, binned } from './folded-points';
import { heading } from './heading';
import { column, INNER, MARGIN, panel, svgPage } from './page';
import { BLUE, type Box, emptyPlot, Plot, RED } from './plot';
import type { Photometry, ReportInput } from './report-input';
import { textAt, wrapped } from './svg-text';
import { measured, starRows, valuesTable } from './tables';

/** Panels beside each other, as many as there are events. */
const MAX_PER_ROW = 3;
const MAX_SHOWN = 6;
/** From the middle of an event to the edge of its panel, in durations. */
const REACH = 2.5;
const BINS = 41;
const LINE = 13;
/** Where the panels of the events begin, and the height of a row of them [px]. */
const TOP = 530;
const ROW = 250;

/** One page where no transits repeat: the curve, each transit that was seen once, and what can be said of its period. */
export function singleEventsPage(input: ReportInput, photometry: Photometry): string {
  const { analysis, version } = input;
  const { single_events: events } = analysis;
  const shown = events.slice(0, MAX_SHOWN);
  const perRow = Math.min(MAX_PER_ROW, Math.max(1, shown.length));
  const rows = Math.max(1, Math.ceil(shown.length / perRow));
  const place = (index: number) => panel(index % perRow, perRow, TOP + ROW * Math.floor(index / perRow), ROW - 52);
  const parts = [
    heading(analysis, {
      title: `${analysis.target.name ?? 'Light curve'}, no transits that repeat`,
      answer: 'no detection, so no prediction',
      outcome: { text: countOf(events.length), colour: '#333' },
    }),
    curvePanel(panel(0, 1, 114, 170), photometry, input),
    periodogramPanel(panel(0, 1, 342, 130), input),
    ...(shown.length === 0
      ? [emptyPlot(place(0), 'Single events', 'no single dip is as strong and as transit-like as is required')]
      : shown.map((event, index) => eventPanel(place(index), photometry, event, index + 1))),
    ...eventsTable({ x: MARGIN, y: TOP + ROW * rows, width: INNER, height: 0 }, analysis),
  ];
  return svgPage(parts, version);
}

const countOf = (events: number): string =>
  events === 0 ? 'no single event' : events === 1 ? '1 single event' : `${events} single events`;

/** One event at full resolution, with its duration and depth. */
function eventPanel(
  box: Box,
  photometry: Photometry,
  { time, depth, duration }: SingleEventDto,
  number: number,
): string {
  const reach = REACH * duration.value;
  const points = around(photometry, time.value, reach);
  const title = `Event ${number}, at ${time.value.toFixed(3)}`;
  if (points.hours.length === 0) return emptyPlot(box, title, 'no points');
  const bins = binned(points, reach, BINS);
  const [low, high] = rangeOf(points.values, 0.005);
  return new Plot(box, [-reach, reach], [Math.min(low, -1.2 * depth.value), high], {
    title,
    x: 'Time from its middle [h]',
    y: 'Flux [ppm]',
  })
    .dots({ x: points.hours, y: points.values }, '#b9bec6')
    .vertical(-duration.value / 2, BLUE)
    .vertical(duration.value / 2, BLUE)
    .horizontal(0, '#8a8f98')
    .horizontal(-depth.value, RED)
    .measured(bins, '#000')
    .note('blue: first and last contact; red: depth', 'bottom')
    .toString();
}

function eventsTable({ x, y, width }: Box, analysis: AnalysisDto): string[] {
  const { single_events: events, notices, time_system: system } = analysis;
  const columns = [0, 0.06, 0.24, 0.4, 0.54, 0.68].map((part) => x + part * width);
  const row = (at: number, cells: readonly string[], style: { colour?: string; size: number }) =>
    cells.map((cell, index) => textAt(columns[index], at, cell, style)).join('');
  const head = [
    'event',
    `time [${system}, d]`,
    'depth [ppm]',
    'duration [h]',
    'significance [σ]',
    'periods that fit [d]',
  ];
  const lines = events.map((event, index) => {
    const { time, depth, duration, significance, period_min: from, period_max: to } = event;
    const cells = [
      String(index + 1),
      measured(time, ''),
      measured(depth, ''),
      measured(duration, ''),
      significance.toFixed(1),
      `${from.toFixed(1)} to ${to.toFixed(1)}`,
    ];
    return row(y + 12 + (index + 1) * LINE, cells, { size: 9.5 });
  });
  const top = y + 30 + events.length * LINE;
  const room = Math.floor((1200 - top) / LINE);
  const sentences = notices.flatMap((notice) => wrapped(asSentence(notice), width, 9.5, 4)).slice(0, Math.max(0, room));
  const end = top + sentences.length * LINE + 40;
  return [
    ...(events.length > 0
      ? [
          textAt(x, y - 6, 'Single events', { size: 10.5, weight: 'bold' }),
          row(y + 10, head, { size: 8.5, colour: '#666' }),
          ...lines,
        ]
      : []),
    ...sentences.map((sentence, index) => textAt(x, top + index * LINE, sentence, { size: 9.5, colour: '#333' })),
    valuesTable(column(0, 3, end, 120), 'Star', starRows({ ...analysis, single_events: [] })),
  ];
}

const asSentence = (notice: string): string =>
  `${notice.charAt(0).toUpperCase()}${notice.slice(1)}${/[.!?]$/.test(notice) ? '' : '.'}`;
