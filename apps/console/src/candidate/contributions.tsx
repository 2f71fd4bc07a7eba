import type { Prediction } from '@exoplanet/client';
import { controls } from '../design/controls';
import { signed } from '../design/format';
import styles from './candidate.module.css';

interface Step {
  name: string;
  value: number;
  from: number;
  to: number;
  kind: 'plus' | 'minus' | 'sum';
}

/** The explanation as steps, each of which begins where the previous one ended, from the base to the log-odds of the answer. */
function stepsOf({ base_log_odds, log_odds, contributions }: NonNullable<Prediction['explanation']>): Step[] {
  const steps: Step[] = [{ name: 'With nothing known', value: base_log_odds, from: 0, to: base_log_odds, kind: 'sum' }];
  let at = base_log_odds;
  for (const { title, log_odds: value } of contributions) {
    if (value === 0) continue;
    steps.push({ name: title, value, from: at, to: at + value, kind: value > 0 ? 'plus' : 'minus' });
    at += value;
  }
  return [...steps, { name: 'Log-odds of a planet', value: log_odds, from: 0, to: log_odds, kind: 'sum' }];
}

/** Why: signed bars that add up to the log-odds of the answer. */
export function Contributions({ explanation }: { explanation: NonNullable<Prediction['explanation']> }) {
  const steps = stepsOf(explanation);
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const min = Math.min(0, ...ends);
  const max = Math.max(0, ...ends);
  const percent = (value: number) => `${((value - min) / (max - min || 1)) * 100}%`;
  return (
    <ol className={styles.bars}>
      {steps.map(({ name, value, from, to, kind }, index) => (
        <li key={name} className={`${styles.bar} ${index === steps.length - 1 ? styles.total : ''}`}>
          <span>{name}</span>
          <span className={styles.barTrack} style={{ ['--zero' as string]: percent(0) }}>
            <span
              className={styles.barFill}
              data-sign={kind}
              style={{
                left: percent(Math.min(from, to)),
                width: `calc(${percent(Math.max(from, to))} - ${percent(Math.min(from, to))})`,
              }}
            />
          </span>
          <span className={`${controls.number} ${styles.barNumber}`}>{signed(value)}</span>
        </li>
      ))}
    </ol>
  );
}
