import { curvePanel, orbitPanel, periodogramPanel } from './curve-panels';
import { differencePanel } from './difference-panel';
import { depthsPanel, timingPanel } from './event-panels';
import { centroidPanel, oddEvenPanel, secondaryPanel, transitPanel } from './folded-panels';
import { ownRows } from './folded-points';
import { heading } from './heading';
import { column, INNER, MARGIN, panel, svgPage } from './page';
import { RED } from './plot';
import { photometryOf, type ReportInput } from './report-input';
import { riverPanel } from './river-panel';
import { singleEventsPage } from './single-events-page';
import { measuredRows, starRows, valuesTable } from './tables';
import { testsTable } from './tests-table';

/**
 * One page on one detection, or, where no transits repeat, on the transits that were seen once, as an SVG image of
 * 1000 × 1414 px, black on white. Every text of the page is escaped.
 */
export function reportSvg(input: ReportInput): string {
  const { analysis, detection, version } = input;
  const photometry = photometryOf(input);
  if (!detection) return singleEventsPage(input, photometry);
  const rows = ownRows(photometry, detection, analysis);
  const parts = [
    detectionHeading({ ...input, detection }),
    curvePanel(panel(0, 1, 114, 100), photometry, input),
    periodogramPanel(panel(0, 2, 266, 96), input),
    orbitPanel(panel(1, 2, 266, 96), photometry, rows, detection),
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
    testsTable({ x: MARGIN, y: 1046, width: INNER, height: 320 }, detection.tests),
  ];
  return svgPage(parts, version);
}

function detectionHeading({ analysis, detection }: Required<Pick<ReportInput, 'analysis' | 'detection'>>): string {
  const { rank, prediction, decision, tests } = detection;
  const failed = tests.filter(({ verdict }) => verdict === 'fail').length;
  return heading(analysis, {
    title: `${analysis.target.name ?? 'Light curve'}, detection ${rank} of ${analysis.detections.length}`,
    answer: prediction
      ? `${prediction.prediction.replaceAll('_', ' ')}, probability of a planet ${prediction.probability.toFixed(3)}`
      : 'no prediction',
    outcome: {
      text: failed === 0 ? 'no test failed' : failed === 1 ? '1 test failed' : `${failed} tests failed`,
      colour: failed > 0 ? RED : '#1a7f37',
    },
    decision: decision ?? undefined,
  });
}
