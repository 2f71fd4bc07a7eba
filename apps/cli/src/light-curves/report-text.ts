import type { AnalysisDto, DetectionDto, MeasuredDto, SingleEventDto } from '@exoplanet/contracts';
import { textTable } from '../program/text-table';

/** An analysis as text: the star, the detections, each test that a detection failed, and what decided its answer. */
export function reportText({
  target,
  time_system,
  points,
  span,
  refused_files,
  notices,
  detections,
  single_events,
}: AnalysisDto): string {
  const star = `${target.name ?? 'star not named'}${target.mission ? `, ${target.mission}` : ''}: ${points} points over ${span.toFixed(1)} d\n`;
  const remarks = [
    ...refused_files.map(({ message }) => `left out: ${message}\n`),
    ...notices.map((notice) => `note: ${notice}\n`),
  ];
  const periodic =
    detections.length > 0
      ? [tableOf(detections, time_system), ...detections.map(failedTests), ...detections.map(decided)]
      : [single_events.length > 0 ? 'no transits were found that repeat\n' : 'no transits were found\n'];
  const single = single_events.length > 0 ? ['\n', singleEventsTable(single_events, time_system)] : [];
  return [star, ...remarks, '\n', ...periodic, ...single].join('');
}

function singleEventsTable(events: readonly SingleEventDto[], timeSystem: string): string {
  return textTable(events, [
    { title: `SINGLE EVENT ${timeSystem}`, value: ({ time }) => withError(time) },
    { title: 'DURATION h', value: ({ duration }) => withError(duration) },
    { title: 'DEPTH ppm', value: ({ depth }) => withError(depth) },
    { title: 'SIGMA', value: ({ significance }) => significance.toFixed(0) },
    { title: 'PERIOD FROM d', value: ({ period_min }) => short(period_min) },
    { title: 'TO d', value: ({ period_max }) => short(period_max) },
  ]);
}

function tableOf(detections: readonly DetectionDto[], timeSystem: string): string {
  return textTable(detections, [
    { title: '#', value: ({ rank }) => rank },
    { title: 'PERIOD d', value: ({ period }) => withError(period) },
    { title: `EPOCH ${timeSystem}`, value: ({ epoch }) => withError(epoch) },
    { title: 'DURATION h', value: ({ duration }) => withError(duration) },
    { title: 'DEPTH ppm', value: ({ depth }) => withError(depth) },
    { title: 'RADIUS R_earth', value: ({ radius }) => radius && withError(radius) },
    { title: 'MES', value: ({ mes }) => mes.value.toFixed(1) },
    { title: 'TRANSITS', value: ({ transits }) => `${transits.observed} of ${transits.expected}` },
    {
      title: 'TESTS',
      value: ({ passed, tests }) =>
        passed ? 'passed' : `${tests.filter(({ verdict }) => verdict === 'fail').length} failed`,
    },
    { title: 'PROBABILITY', value: ({ prediction }) => prediction?.probability.toFixed(3) ?? 'mission unknown' },
    { title: 'ANSWER', value: ({ prediction }) => prediction?.prediction },
  ]);
}

function failedTests({ rank, tests }: DetectionDto): string {
  return tests
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ name, sentence }) => `\n${rank} ${name}: ${sentence}\n`)
    .join('');
}

const decided = ({ rank, decision }: DetectionDto): string => (decision ? `\n${rank} decision: ${decision}\n` : '');

/** A period with three significant digits: 1470, not 1.47e+3. */
const short = (period: number): string => String(Number(period.toPrecision(3)));

/** Value and error, rounded to two significant digits of the error: 9.48804 ± 0.00031. */
function withError({ value, error }: MeasuredDto): string {
  if (!(error > 0)) return value.toPrecision(6);
  const digits = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
}
