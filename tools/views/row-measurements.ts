import type { Ephemeris } from '@exoplanet/light-curve';
import { phaseTime, transitNumber } from '@exoplanet/light-curve/views';
import { measuredRow } from './measured-row';
import type { RowMeasurement } from './row-measurement';

/** How the curve is sampled. Not a feature, but a control: it shows how much of the label the sampling alone reveals. */
const sampling: RowMeasurement = {
  columns: [
    'n_points',
    'span_days',
    'step_days',
    'n_segments',
    'n_transits',
    'global_coverage',
    'local_coverage',
    'secondary_coverage',
  ],
  measure({ flat, ephemeris, views }) {
    const { time } = flat;
    const steps = Float64Array.from({ length: time.length - 1 }, (_, row) => time[row + 1] - time[row]).sort();
    const coverage = [views.global, views.local, views.secondary].map((view) =>
      view.made ? view.coverage : Number.NaN,
    );
    return [
      time.length,
      time.at(-1)! - time[0],
      steps[steps.length >> 1],
      new Set(flat.segment).size,
      transitsWithData(time, ephemeris),
      ...coverage,
    ];
  },
};

/** The depth of each view's deepest bin [ppm], which the normalisation of the views removes. */
const viewDepths: RowMeasurement = {
  columns: ['global_scale_ppm', 'local_scale_ppm', 'secondary_scale_ppm', 'secondary_phase_days'],
  measure: ({ views }) => [
    ...[views.global, views.local, views.secondary].map((view) => (view.made ? view.scale.scale * 1e6 : Number.NaN)),
    views.secondaryCentre ?? Number.NaN,
  ],
};

/** Every measurement of a row. A new one is added only here. */
export const ROW_MEASUREMENTS: readonly RowMeasurement[] = [sampling, viewDepths, measuredRow];

/** Transits with a point within half a duration of their middle. */
function transitsWithData(time: Float64Array, { period, epoch, duration }: Ephemeris): number {
  const numbers = new Set<number>();
  for (const at of time)
    if (Math.abs(phaseTime(at, period, epoch)) <= duration / 48) numbers.add(transitNumber(at, period, epoch));
  return numbers.size;
}
