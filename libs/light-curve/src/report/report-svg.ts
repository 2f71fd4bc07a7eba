import { curvePanel, orbitPanel, periodogramPanel } from './curve-panels';
import { differencePanel } from './difference-panel';
import { depthsPanel, timingPanel } from './event-panels';
import { centroidPanel, oddEvenPanel, secondaryPanel, transitPanel } from './folded-panels';
import { ownRows } from './folded-points';
import { type Box, RED } from './plot';
import { photometryOf, type ReportInput } from './report-input';
import { riverPanel } from './river-panel';
import { textAt, wrapped } from './svg-text';
import { measuredRows, starRows, testsTable, valuesTable } from './tables';

/** The page: A4 portrait, one margin on all sides. */
export const WIDTH = 1000;
export const HEIGHT = 1414;
const MARGIN = 40;
const INNER = WIDTH - 2 * MARGIN;
/** Between panels, and at the left of each for its numbers and the name of its axis. */
const GUTTER = 16;
const AXIS = 50;
/** Resvg and pdfkit bring the first; a browser without it takes one of the others, which are as wide. */
const FONTS = "'DejaVu Sans Condensed', Helvetica, Arial, sans-serif";

/** One page on one detection, as an SVG image of 1000 × 1414 px, black on white. Every text of the page is escaped. */
export function reportSvg(input: ReportInput): string {
  const { analysis, detection } = input;
  const photometry = photometryOf(input);
  const rows = ownRows(photometry, detection, analysis);
  const parts = [
    heading(input),
    curvePanel(panel(0, 1, 106, 108), photometry, input),
    periodogramPanel(panel(0, 2, 266, 96), input),
    orbitPanel(panel(1, 2, 266, 96), photometry, rows, input),
    transitPanel(panel(0, 3, 414, 190), photometry, rows, detection),
    oddEvenPanel(panel(1, 3, 414, 190), photometry, rows, detection),
    secondaryPanel(panel(2, 3, 414, 190), photometry, rows, detection),
    riverPanel(panel(0, 3, 656, 150), photometry, rows, detection, analysis.cadence),
    depthsPanel(panel(1, 3, 656, 150), detection),
    timingPanel(panel(2, 3, 656, 150), detection),
    detection.difference_images.length > 0
      ? differencePanel(column(0, 3, 858, 138), detection)
      : centroidPanel(panel(0, 3, 858, 138), photometry, rows, detection),
    valuesTable(column(1, 3, 858, 150), 'Measured', measuredRows(detection, analysis.time_system)),
    valuesTable(column(2, 3, 858, 150), 'Star', starRows(analysis)),
    testsTable({ x: MARGIN, y: 1052, width: INNER, height: 306 }, detection.tests),
    textAt(MARGIN, HEIGHT - MARGIN + 10, footer(input), { size: 8.5, colour: '#666' }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${FONTS}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

/** One of `of` equal columns. */
function column(index: number, of: number, y: number, height: number): Box {
  const width = (INNER - (of - 1) * GUTTER) / of;
  return { x: MARGIN + index * (width + GUTTER), y, width, height };
}

/** The frame of a plot in a column: what stands at its left is in the column too. */
function panel(index: number, of: number, y: number, height: number): Box {
  const { x, width } = column(index, of, y, height);
  return { x: Math.round(x + AXIS), y, width: Math.round(width - AXIS), height };
}

function heading({ analysis, detection }: ReportInput): string {
  const { target, files, detections, points, span } = analysis;
  const { rank, prediction, decision, tests } = detection;
  const title = `${target.name ?? 'Light curve'}, detection ${rank} of ${detections.length}`;
  const subtitle = [
    target.mission,
    files.map(({ stretch, file }) => stretch ?? file).join(' '),
    `${points} points over ${span.toFixed(1)} d`,
  ]
    .filter(Boolean)
    .join(' · ');
  const failed = tests.filter(({ verdict }) => verdict === 'fail').length;
  const verdict = prediction
    ? `${prediction.prediction.replaceAll('_', ' ')}, probability of a planet ${prediction.probability.toFixed(3)}`
    : 'no prediction';
  const outcome = failed === 0 ? 'no test failed' : failed === 1 ? '1 test failed' : `${failed} tests failed`;
  return [
    textAt(MARGIN, MARGIN + 14, wrapped(title, INNER * 0.62, 18, 1)[0], { size: 18, weight: 'bold' }),
    textAt(WIDTH - MARGIN, MARGIN + 8, verdict, { size: 11, weight: 'bold', anchor: 'end' }),
    textAt(WIDTH - MARGIN, MARGIN + 24, outcome, {
      size: 11,
      weight: 'bold',
      anchor: 'end',
      colour: failed > 0 ? RED : '#1a7f37',
    }),
    textAt(MARGIN, MARGIN + 32, wrapped(subtitle, INNER * 0.8, 10, 1)[0], { size: 10, colour: '#333' }),
    ...(decision ? wrapped(decision, INNER, 8, 2) : []).map((line, index) =>
      textAt(MARGIN, MARGIN + 43 + 9 * index, line, { size: 8, colour: '#333' }),
    ),
  ].join('');
}

const footer = ({ version }: ReportInput): string =>
  `Exoplanet ${version} · a score does not confirm a planet · data: NASA, MAST, or as the files say`;
