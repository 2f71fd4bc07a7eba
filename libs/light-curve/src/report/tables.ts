import type { AnalysisDto, DetectionDto, MeasuredDto, VetTestDto } from '@exoplanet/contracts';
import { type Box, RED } from './plot';
import { textAt, wrapped } from './svg-text';

const SIZE = 9.5;
const LINE = 14;

type Row = readonly [label: string, value: string];

/** Labels and values in one column, a heading above. */
export function valuesTable({ x, y, width, height }: Box, title: string, rows: readonly Row[]): string {
  const room = Math.floor(height / LINE);
  const shown = rows.slice(0, room);
  const lines = shown.map(([label, value], index) => {
    const baseline = y + index * LINE + 10;
    const [text = ''] = wrapped(value, width * 0.6, SIZE, 1);
    return `${textAt(x, baseline, label, { size: SIZE, colour: '#555' })}${textAt(x + width * 0.4, baseline, text, { size: SIZE })}`;
  });
  const more =
    rows.length > room ? textAt(x + width, y - 6, `and ${rows.length - room} more`, { size: 8, anchor: 'end' }) : '';
  return `${textAt(x, y - 6, title, { size: 10.5, weight: 'bold' })}${more}${lines.join('')}`;
}

/** What was measured, and the answer of the model. */
export function measuredRows(detection: DetectionDto, timeSystem: string): Row[] {
  const {
    period,
    epoch,
    duration,
    depth,
    radius,
    impact,
    radius_ratio: ratio,
    mes,
    snr,
    sde,
    transits,
    prediction,
  } = detection;
  return [
    ['Period', measured(period, 'd')],
    ['Epoch', measured(epoch, timeSystem)],
    ['Duration', measured(duration, 'h')],
    ['Depth', measured(depth, 'ppm')],
    ...(radius ? [['Planet radius', measured(radius, 'R⊕')] as const] : []),
    ['Radius ratio', measured(ratio, '')],
    ['Impact parameter', measured(impact, '')],
    ['MES, S/N, SDE', [mes.value.toFixed(1), snr.toFixed(1), sde === null ? '–' : sde.toFixed(1)].join(', ')],
    ['Transits', `${transits.observed} of ${transits.expected}`],
    ...(prediction
      ? ([['Model', `${prediction.model.name}@${prediction.model.version}`]] as const)
      : ([['Prediction', 'none: the mission is not known']] as const)),
  ];
}

/** The star as the files or the caller describe it, and transits that were seen once. */
export function starRows({ target, time_system, single_events: events }: AnalysisDto): Row[] {
  const given = (label: string, value: number | undefined, unit: string, digits: number): Row[] =>
    value === undefined ? [] : [[label, `${value.toFixed(digits)}${unit ? ` ${unit}` : ''}`]];
  const star = [
    ...given('Temperature', target.teff, 'K', 0),
    ...given('log g', target.logg, '(cgs)', 2),
    ...given('Radius', target.radius, 'R☉', 3),
    ...given('Mass', target.mass, 'M☉', 3),
    ...given('Magnitude', target.magnitude, target.mission === 'TESS' ? '(TESS)' : '(Kepler)', 2),
  ];
  return [
    ...(star.length > 0 ? star : ([['Star', 'no values are known']] as const)),
    ...events.map(({ time, depth, duration }): Row => [
      'Single event',
      `${time.value.toFixed(2)} ${time_system}, ${depth.value.toFixed(0)} ppm, ${duration.value.toFixed(1)} h`,
    ]),
  ];
}

/** Titles of the vetting tests on the page. */
const TITLES: Record<string, string> = {
  significance: 'Significance',
  transit_count: 'Number of transits',
  transit_timing: 'Transit times',
  odd_even: 'Odd and even transits',
  secondary_eclipse: 'Secondary eclipse',
  uniqueness: 'Uniqueness',
  v_shape: 'V shape',
  duration: 'Duration and stellar density',
  size: 'Size',
  depth_consistency: 'Equal depths',
  alias: 'Instrumental period',
  centroid_shift: 'Centroid shift',
  difference_image: 'Difference image',
};

const VERDICTS: Record<VetTestDto['verdict'], { word: string; colour: string }> = {
  pass: { word: 'pass', colour: '#1a7f37' },
  fail: { word: 'FAIL', colour: RED },
  not_testable: { word: 'not tested', colour: '#777' },
};

/** Columns: verdict, name, value, limit, sentence, as parts of the width. */
const COLUMNS = [0, 0.075, 0.255, 0.365, 0.465] as const;
const TEXT = 8.5;

/** The tests, failed ones first and on red. Rows share the height of the box, so that every test has its place. */
export function testsTable({ x, y, width, height }: Box, tests: readonly VetTestDto[]): string {
  const order = { fail: 0, pass: 1, not_testable: 2 };
  const sorted = [...tests].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const rowHeight = Math.min(24, (height - 12) / Math.max(1, sorted.length));
  const lines = rowHeight >= 19 ? 2 : 1;
  const heads = ['verdict', 'test', 'value', 'passes', 'what it says'].map((name, column) =>
    textAt(x + 4 + COLUMNS[column] * width, y + 8, name, { size: 8, colour: '#666' }),
  );
  const rows = sorted.map((test, index) =>
    testRow(test, { x, y: y + 12 + index * rowHeight, width, height: rowHeight }, lines),
  );
  return `${textAt(x, y - 6, 'Tests', { size: 10.5, weight: 'bold' })}${heads.join('')}${rows.join('')}`;
}

function testRow(
  { name, value, limit, limit_is, unit, verdict, sentence }: VetTestDto,
  { x, y, width, height }: Box,
  lines: number,
): string {
  const failed = verdict === 'fail';
  const at = (column: number) => x + 4 + COLUMNS[column] * width;
  const room = (column: number) => ((COLUMNS[column + 1] ?? 1) - COLUMNS[column]) * width - 8;
  const baseline = y + Math.min(11, height - 4);
  const { word, colour } = VERDICTS[verdict];
  const withUnit = (number: number | null) =>
    number === null ? '–' : `${Number(number.toPrecision(3))}${unit ? ` ${unit}` : ''}`;
  const cells = [
    TITLES[name] ?? name.replaceAll('_', ' '),
    withUnit(value),
    `${limit_is === 'maximum' ? '≤' : '≥'} ${withUnit(limit)}`,
  ].map((text, index) =>
    textAt(at(index + 1), baseline, wrapped(text, room(index + 1), 9, 1)[0] ?? '', {
      size: 9,
      weight: failed ? 'bold' : 'normal',
    }),
  );
  const says = wrapped(sentence, room(4), TEXT, lines).map((line, index) =>
    textAt(at(4), y + (lines === 2 ? 9 : baseline - y) + index * 10, line, {
      size: TEXT,
      colour: failed ? RED : '#333',
    }),
  );
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${failed ? '#fdebec' : '#fff'}"/><path d="M${x} ${y}h${width}" stroke="#e3e5e8"/>`,
    textAt(x + 4, baseline, word, { size: 9, weight: 'bold', colour }),
    ...cells,
    ...says,
  ].join('');
}

/** A value with two digits of its error. */
function measured({ value, error }: MeasuredDto, unit: string): string {
  const digits = error > 0 ? Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error)))) : 4;
  const text = (number: number) => number.toFixed(digits).replace('-', '−');
  return `${text(value)}${error > 0 ? ` ± ${text(error)}` : ''}${unit ? ` ${unit}` : ''}`;
}
