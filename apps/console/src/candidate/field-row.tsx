import { memo, useCallback, useState } from 'react';
import { Button, classes, controls } from '../design/controls';
import { significant, unitText } from '../design/format';
import { Term } from '../glossary/term';
import { Canvas, type Draw } from '../plots/canvas';
import styles from './candidate.module.css';
import { positionOf, type SliderField, valueAt } from './field-ranges';
import type { FieldCurve } from './what-would-flip';

interface FieldRowProps {
  field: SliderField;
  value?: number;
  low?: number;
  high?: number;
  curve?: FieldCurve;
  /** What the server finds wrong with the value. */
  problem?: string;
  onChange: (name: string, value: number | undefined) => void;
}

const STEPS = 1000;

/** One measured field: a slider over the physical range with the probability along it, the value, its errors. */
export const FieldRow = memo(function FieldRow({ field, value, low, high, curve, problem, onChange }: FieldRowProps) {
  const { name, unit, label, range, errors } = field;
  const isMissing = value === undefined;
  const position = isMissing ? 0.5 : positionOf(range, value);
  const draw = useCallback<Draw>(
    (context, width, height, colors) => curve && drawCurve(context, width, height, curve, colors.planet),
    [curve],
  );
  return (
    <div className={classes(styles.field, isMissing && styles.isMissing)} data-field={name}>
      <span className={styles.label}>
        <Term name={name} fallback={field.description}>
          {label}
        </Term>
      </span>
      <span className={styles.slider}>
        <Canvas draw={draw} />
        <input
          type="range"
          min={0}
          max={STEPS}
          value={Math.round(position * STEPS)}
          aria-label={`${label}, slider`}
          aria-valuetext={isMissing ? 'not given' : `${significant(value)} ${unitText(unit)}`}
          onChange={({ target }) => onChange(name, valueAt(range, Number(target.value) / STEPS))}
        />
      </span>
      <NumberField
        label={label}
        value={value}
        problem={problem}
        className={styles.value}
        onChange={(next) => onChange(name, next)}
      />
      <span className={controls.unit}>{unitText(unit)}</span>
      {errors ? (
        <>
          <NumberField
            label={`${label}, lower error`}
            value={low}
            className={styles.error}
            sign="−"
            onChange={(next) => onChange(`${name}_err_low`, next)}
          />
          <NumberField
            label={`${label}, upper error`}
            value={high}
            className={styles.error}
            sign="+"
            onChange={(next) => onChange(`${name}_err_high`, next)}
          />
        </>
      ) : (
        <>
          <span className={styles.error} />
          <span className={styles.error} />
        </>
      )}
      <Button
        look="plain"
        aria-label={`Leave out: ${label}`}
        title="Leave out"
        disabled={isMissing}
        onClick={() => onChange(name, undefined)}
      >
        ×
      </Button>
    </div>
  );
});

interface NumberFieldProps {
  label: string;
  value?: number;
  problem?: string;
  sign?: string;
  className?: string;
  onChange: (value: number | undefined) => void;
}

/** A number as text: what is typed stays as it is until the field is left. An emptied field gives up its number only then. */
function NumberField({ label, value, problem, sign, className, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (value === undefined ? '' : textOf(value));
  const leave = () => {
    if (typed?.trim() === '') onChange(undefined);
    setTyped(undefined);
  };
  return (
    <input
      className={classes(controls.field, className)}
      inputMode="decimal"
      aria-label={label}
      aria-invalid={
        problem !== undefined || (typed !== undefined && typed.trim() !== '' && !Number.isFinite(Number(typed)))
      }
      title={problem}
      placeholder={sign ?? '–'}
      value={text}
      onChange={({ target }) => {
        setTyped(target.value);
        const next = target.value.trim().replace(',', '.').replace('−', '-');
        if (next !== '' && Number.isFinite(Number(next))) onChange(Number(next));
      }}
      onBlur={leave}
      onKeyDown={({ key }) => key === 'Enter' && leave()}
    />
  );
}

const textOf = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2).replace(/\.?0*e/, 'e') : String(value);

function drawCurve(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { probabilities }: FieldCurve,
  color: string,
): void {
  const x = (index: number) => (index / (probabilities.length - 1)) * width;
  const y = (value: number) => height - 2 - value * (height - 4);
  context.beginPath();
  let drawn = false;
  probabilities.forEach((value, index) => {
    if (value === null) return void (drawn = false);
    if (drawn) context.lineTo(x(index), y(value));
    else context.moveTo(x(index), y(value));
    drawn = true;
  });
  context.globalAlpha = 0.75;
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.stroke();
  context.lineTo(width, height);
  context.lineTo(0, height);
  context.globalAlpha = 0.1;
  context.fillStyle = color;
  context.fill();
}
