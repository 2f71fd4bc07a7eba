import type { ReliabilityBin } from './card';
import { wilson } from './intervals';
import styles from './models.module.css';

const SIZE = 330;
/** Room for the ticks and the name below the plot, and at its left. */
const EDGE = 34;
const LEFT = 46;
const at = (value: number): number => LEFT + value * (SIZE - LEFT - 8);
const up = (value: number): number => SIZE - EDGE - value * (SIZE - EDGE - 8);

/** Share of planets against the probability, with the 95 % Wilson interval of each bin; on the diagonal it is calibrated. */
export function ReliabilityPlot({ bins, name }: { bins: ReliabilityBin[]; name: string }) {
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={`Reliability for ${name}: ${summary(bins)}`}>
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <g key={tick} className={styles.axis}>
            <line x1={at(tick)} x2={at(tick)} y1={up(0)} y2={up(1)} />
            <line x1={at(0)} x2={at(1)} y1={up(tick)} y2={up(tick)} />
            <text x={at(tick)} y={SIZE - EDGE + 16} textAnchor="middle">
              {tick}
            </text>
            <text x={LEFT - 6} y={up(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <line className={styles.diagonal} x1={at(0)} y1={up(0)} x2={at(1)} y2={up(1)} />
        {bins.map(({ mean, share, rows }) => {
          const [low, high] = wilson(share, rows);
          return (
            <g key={mean}>
              <line className={styles.whisker} x1={at(mean)} x2={at(mean)} y1={up(low)} y2={up(high)} />
              <circle className={styles.point} cx={at(mean)} cy={up(share)} r={Math.min(7, 2 + Math.sqrt(rows) / 8)} />
            </g>
          );
        })}
        <text className={styles.axisName} x={at(0.5)} y={SIZE - 5} textAnchor="middle">
          Probability
        </text>
        <text className={styles.axisName} transform={`translate(10 ${up(0.5)}) rotate(-90)`} textAnchor="middle">
          Share of planets
        </text>
      </svg>
      <figcaption>{name}</figcaption>
    </figure>
  );
}

const summary = (bins: ReliabilityBin[]): string =>
  bins.map(({ mean, share }) => `${mean.toFixed(2)} gives ${share.toFixed(2)}`).join(', ');
