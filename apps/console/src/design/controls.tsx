import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './controls.module.css';
import { probability, unitText } from './format';

export { styles as controls };

export const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'normal' | 'primary' | 'plain';
  /** The key that does the same; shown beside the text. */
  keyName?: string;
};

export function Button({ look = 'normal', keyName, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classes(styles.button, look !== 'normal' && styles[look], className)} {...rest}>
      {children}
      {keyName && <kbd aria-hidden="true">{keyName}</kbd>}
    </button>
  );
}

interface PanelProps {
  title: ReactNode;
  /** Beside the title. */
  note?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Panel({ title, note, children, className }: PanelProps) {
  return (
    <section className={classes(styles.panel, className)}>
      <div className={styles.panelHead}>
        <h2>{title}</h2>
        {note && <div className={classes(styles.muted, styles.small)}>{note}</div>}
      </div>
      <div className={styles.panelBody}>{children}</div>
    </section>
  );
}

/** A number with its unit beside it. */
export function Quantity({ text, unit = '' }: { text: string; unit?: string }) {
  return (
    <span className={styles.number}>
      {text}
      {unit && <span className={styles.unit}> {unitText(unit)}</span>}
    </span>
  );
}

const VERDICTS = {
  likely_planet: { mark: '●', text: 'Likely planet' },
  likely_false_positive: { mark: '▲', text: 'Likely false positive' },
  undecided: { mark: '◇', text: 'Undecided' },
} as const;
export type Verdict = keyof typeof VERDICTS;

export const verdictText = (verdict: Verdict): string => VERDICTS[verdict].text;

/** A verdict: colour, shape and words say the same. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { mark, text } = VERDICTS[verdict];
  return (
    <span className={classes(styles.verdict, styles[verdict])}>
      <span aria-hidden="true">{mark}</span>
      {text}
    </span>
  );
}

interface Interval {
  p16: number;
  p84: number;
}

/** A probability with its interval; where no errors were supplied there is none, and it says so. */
export function ProbabilityText({ value, interval }: { value: number; interval?: Interval }) {
  return (
    <span className={styles.number}>
      <strong>{probability(value)}</strong>{' '}
      <span className={classes(styles.muted, styles.small)}>
        {interval ? `(${probability(interval.p16)} to ${probability(interval.p84)})` : '(no errors given)'}
      </span>
    </span>
  );
}
