import type {
  AnalysisDto,
  DetectionDto,
  MeasuredDto,
  Numbers,
  PredictionDto,
  VetTestDto,
  ViewDto,
} from '@exoplanet/contracts';
import type { FoldedPanel, ReportPage, ReportTest, Series } from '@exoplanet/light-curve';
import { VERSION } from '@exoplanet/platform';

const PPM = 1e6;
const HOURS = 24;
const VERDICTS = { pass: 'pass', fail: 'fail', not_testable: 'not_tested' } as const;
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
};

/** Describes the report page of one detection, ready to draw. */
export function reportPage(analysis: AnalysisDto, detection: DetectionDto): ReportPage {
  const { target, files, detections, detrended, periodogram } = analysis;
  const { views, folded, events } = detection;
  return {
    title: `${target.name ?? 'Light curve'}, detection ${detection.rank} of ${detections.length}`,
    subtitle: [
      target.mission,
      files.map(({ stretch, file }) => stretch ?? file).join(' '),
      `${analysis.points} points over ${analysis.span.toFixed(1)} d`,
    ]
      .filter(Boolean)
      .join(' · '),
    timeSystem: analysis.time_system as ReportPage['timeSystem'],
    curve: { x: detrended.time, y: inPpm(detrended.flux) },
    transits: events.map(({ time }) => time),
    ...(periodogram
      ? {
          periodogram: {
            spectrum: { x: periodogram.period, y: periodogram.signal },
            statistic: 'S/N',
            period: detection.period.value,
          },
        }
      : {}),
    ...(views.global ? { global: panel(views.global, 1) } : {}),
    local: {
      points: { x: folded.phase, y: inPpm(folded.flux) },
      model: { x: folded.model_phase, y: inPpm(folded.model_flux) },
    },
    ...(views.odd ? { odd: panel(views.odd, HOURS) } : {}),
    ...(views.even ? { even: panel(views.even, HOURS) } : {}),
    ...(views.secondary
      ? {
          secondary: {
            ...panel(views.secondary, HOURS, centreOf(views.secondary)),
            phase: phaseOf(views.secondary, detection.period.value),
          },
        }
      : {}),
    ...(views.river && views.local
      ? {
          river: {
            values: numbers(views.river.values),
            mask: maskOf(views.river.values),
            columns: views.river.columns,
            rows: views.river.rows,
            hours: [views.local.from * HOURS, views.local.to * HOURS],
          },
        }
      : {}),
    numbers: numbersOf(detection),
    tests: detection.tests.map(testOf),
    footer: `Exoplanet ${VERSION} · a score does not confirm a planet · data: NASA, MAST`,
  };
}

/** A view as points: the bin centres relative to `centre` [d], in units of 1/`perDay` days, and the values in ppm of the star's flux. */
function panel({ values, from, to, depth }: ViewDto, perDay: number, centre = 0): FoldedPanel {
  const step = (to - from) / values.length;
  const series: Series = {
    x: Float64Array.from(numbers(values), (_, bin) => (from + (bin + 0.5) * step - centre) * perDay),
    y: Float64Array.from(numbers(values), (value) => value * depth),
  };
  return { points: series, binned: series };
}

function numbersOf(detection: DetectionDto): [string, string][] {
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
    ['Period', measured(period, 'd', 6)],
    ['Epoch', measured(epoch, 'd', 4)],
    ['Duration', measured(duration, 'h', 2)],
    ['Depth', measured(depth, 'ppm', 0)],
    ...(radius ? [['Planet radius', measured(radius, 'R⊕', 2)] as [string, string]] : []),
    ['Radius ratio', measured(ratio, '', 4)],
    ['Impact parameter', measured(impact, '', 2)],
    ['MES', mes.value.toFixed(1)],
    ['Signal to noise', snr.toFixed(1)],
    ...(sde === null ? [] : [['SDE', sde.toFixed(1)] as [string, string]]),
    ['Transits', `${transits.observed} of ${transits.expected}`],
    ...(prediction ? predictionRows(prediction) : []),
  ];
}

function predictionRows({ probability, prediction, model }: PredictionDto): [string, string][] {
  return [
    ['Probability of a planet', probability.toFixed(3)],
    ['Prediction', prediction.replaceAll('_', ' ')],
    ['Model', `${model.name}@${model.version}`],
  ];
}

function testOf({ name, value, limit, limit_is, unit, verdict, sentence }: VetTestDto): ReportTest {
  const text = (number: number | null) =>
    number === null ? '–' : `${Number(number.toPrecision(3))}${unit ? ` ${unit}` : ''}`;
  const bound = `${limit_is === 'maximum' ? '≤' : '≥'} ${text(limit)}`;
  return { name: TITLES[name] ?? name, value: text(value), limit: bound, verdict: VERDICTS[verdict], sentence };
}

const measured = ({ value, error }: MeasuredDto, unit: string, digits: number): string =>
  `${value.toFixed(digits)} ± ${error.toFixed(digits)}${unit ? ` ${unit}` : ''}`;
const numbers = (values: Numbers): number[] => Array.from(values);
const inPpm = (flux: Numbers): Float64Array => Float64Array.from(numbers(flux), (value) => (value - 1) * PPM);
const maskOf = (values: Numbers): Uint8Array =>
  Uint8Array.from(numbers(values), (value) => Number(Number.isFinite(value)));
const centreOf = ({ from, to }: ViewDto): number => (from + to) / 2;
const phaseOf = (view: ViewDto, period: number): number => (((centreOf(view) / period) % 1) + 1) % 1;
