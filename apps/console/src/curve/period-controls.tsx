import { useState } from 'react';
import { Button, controls } from '../design/controls';
import styles from './curve.module.css';
import type { CurveView } from './ephemeris';

interface PeriodControlsProps {
  period: number;
  step: number;
  view: CurveView;
  /** Period of the detection [d]. */
  found?: number;
  onPeriod: (period: number) => void;
  change: (part: Partial<CurveView>) => void;
}

/** The period of the fold, which can be typed, halved, doubled or nudged. */
export function PeriodControls({ period, step, view, found, onPeriod, change }: PeriodControlsProps) {
  const [typed, setTyped] = useState<string>();
  const text = String(Number(period.toPrecision(9)));
  return (
    <div className={styles.controls} role="group" aria-label="Period">
      <label>
        Fold at
        <input
          className={`${controls.field} ${styles.period}`}
          inputMode="decimal"
          aria-label="Period, days"
          value={typed ?? text}
          aria-invalid={typed !== undefined && !(Number(typed) > 0)}
          onChange={({ target }) => {
            setTyped(target.value);
            const value = Number(target.value.replace(',', '.'));
            if (value > 0 && Number.isFinite(value)) onPeriod(value);
          }}
          onBlur={() => setTyped(undefined)}
        />
        <span className={controls.unit}>d</span>
      </label>
      <Button keyName="[" onClick={() => onPeriod(period / 2)}>
        Half
      </Button>
      <Button keyName="]" onClick={() => onPeriod(period * 2)}>
        Double
      </Button>
      <Button keyName="," aria-label="A little shorter" onClick={() => onPeriod(period - step)}>
        −
      </Button>
      <Button keyName="." aria-label="A little longer" onClick={() => onPeriod(period + step)}>
        +
      </Button>
      <Button keyName="o" aria-pressed={view.odd} onClick={() => change({ odd: !view.odd })}>
        Odd and even
      </Button>
      <Button aria-pressed={view.orbit} onClick={() => change({ orbit: !view.orbit })}>
        Whole orbit
      </Button>
      <Button
        look="plain"
        disabled={view.period === undefined}
        onClick={() => change({ period: undefined, epoch: undefined })}
      >
        {found === undefined ? 'Reset' : 'As found'}
      </Button>
    </div>
  );
}
