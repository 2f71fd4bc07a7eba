import type { AnalysisDto, DetectionDto, MeasuredDto } from '@exoplanet/contracts';
import type { Box } from './plot';
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

/** A value with two digits of its error. */
export function measured({ value, error }: MeasuredDto, unit: string): string {
  const digits = error > 0 ? Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error)))) : 4;
  const text = (number: number) => number.toFixed(digits).replace('-', '−');
  return `${text(value)}${error > 0 ? ` ± ${text(error)}` : ''}${unit ? ` ${unit}` : ''}`;
}
