import type { Prediction } from '@exoplanet/client';
import { controls, VerdictBadge } from '../design/controls';
import { probability } from '../design/format';
import styles from './candidate.module.css';

/** Whether the draws within the errors spread at all: without errors there is no interval. */
export const intervalOf = ({ uncertainty }: Pick<Prediction, 'uncertainty'>) =>
  uncertainty && uncertainty.p84 - uncertainty.p16 > 1e-6 ? uncertainty : undefined;

/** The probability on its scale, with the interval that the errors of the inputs give. */
export function ProbabilityGauge({ prediction }: { prediction: Prediction }) {
  const { probability: value, prediction: verdict } = prediction;
  const interval = intervalOf(prediction);
  const percent = (share: number) => `${share * 100}%`;
  const words = interval ? `${probability(interval.p16)} to ${probability(interval.p84)}` : undefined;
  return (
    <div className={styles.gauge}>
      <div className={styles.gaugeNumbers}>
        <span className={styles.big} data-testid="probability">
          {probability(value)}
        </span>
        <VerdictBadge verdict={verdict} />
      </div>
      <p className={`${controls.muted} ${controls.small}`}>
        {words
          ? `${words} within the errors of the inputs (16 % to 84 %)`
          : 'No interval: no errors of the inputs were given'}
      </p>
      <div
        className={styles.scale}
        role="img"
        aria-label={`Probability ${probability(value)} on a scale from 0 to 1${words ? `, interval ${words}` : ''}`}
      >
        <span className={styles.track} />
        {interval && (
          <span
            className={styles.band}
            style={{ left: percent(interval.p16), width: percent(interval.p84 - interval.p16) }}
          />
        )}
        <span className={styles.needle} style={{ left: percent(value) }} />
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <span key={tick} className={styles.tick} style={{ left: percent(tick) }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}
