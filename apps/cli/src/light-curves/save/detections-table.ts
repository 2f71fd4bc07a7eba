import {
  type AnalysisDto,
  type ColumnTable,
  type DetectionDto,
  dictionaryColumn,
  type MeasuredDto,
} from '@exoplanet/contracts';

const MEASURED = [
  ['period', 'd'],
  ['epoch', 'd'],
  ['duration', 'h'],
  ['depth', 'ppm'],
  ['radius', 'earthRad'],
  ['impact', undefined],
  ['radius_ratio', undefined],
  ['mes', undefined],
] as const;

/** The detections as a table, a row each: what was measured with its errors, the answer, and the tests that failed. */
export function detectionsTable({ target, time_system, detections }: AnalysisDto): ColumnTable {
  const numbers = (
    name: string,
    unit: string | undefined,
    of: (detection: DetectionDto) => number | null | undefined,
  ) => ({
    name,
    ...(unit ? { unit } : {}),
    type: 'float64' as const,
    values: Float64Array.from(detections, (detection) => of(detection) ?? Number.NaN),
  });
  const texts = (name: string, of: (detection: DetectionDto) => string | undefined) =>
    dictionaryColumn(name, detections.map(of));
  const failed = ({ tests }: DetectionDto) =>
    tests
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ name }) => name)
      .join(' ');
  return {
    rows: detections.length,
    columns: [
      { name: 'rank', type: 'int32', values: Int32Array.from(detections, ({ rank }) => rank) },
      ...MEASURED.flatMap(([name, unit]) => {
        const of = (detection: DetectionDto): MeasuredDto | undefined => detection[name];
        return [
          numbers(name, unit, (detection) => of(detection)?.value),
          numbers(`${name}_err`, unit, (detection) => of(detection)?.error),
        ];
      }),
      numbers('snr', undefined, ({ snr }) => snr),
      numbers('transits', undefined, ({ transits }) => transits.observed),
      numbers('probability', undefined, ({ prediction }) => prediction?.probability),
      texts('prediction', ({ prediction }) => prediction?.prediction),
      texts('failed_tests', failed),
    ],
    metadata: { time_system, target: target.name ?? 'not named' },
  };
}
