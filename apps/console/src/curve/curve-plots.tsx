import { useCallback, useMemo } from 'react';
import { Button } from '../design/controls';
import { type Axis, drawPoints, type Frame, Plot, type Readings } from '../plots/plot';
import type { ThemeColors } from '../plots/theme-colors';
import styles from './curve.module.css';
import { type Photometry, quantiles } from './fold';
import type { FullCurve } from './use-curve';

interface CurvePlotsProps {
  full?: FullCurve;
  thinned: Photometry;
  timeSystem: string;
  period: number;
  epoch: number;
  /** Time [d] that the plots are zoomed to. */
  at?: number;
  /** Days at each side of it. */
  within: number;
  onAt: (at: number | undefined) => void;
}

/** The whole light curve, raw above clean, or the surroundings of one event. */
export function CurvePlots({ full, thinned, timeSystem, period, epoch, at, within, onAt }: CurvePlotsProps) {
  const raw = useMemo<Readings | undefined>(
    () => full && cut({ x: full.time, y: full.raw }, at, within),
    [full, at, within],
  );
  const clean = useMemo<Readings>(() => cut({ x: thinned.time, y: thinned.flux }, at, within), [thinned, at, within]);
  const x = useMemo<Axis>(() => {
    const name = `Time, ${timeSystem} [d]`;
    if (at !== undefined) return { name, min: at - within, max: at + within };
    return { name, min: thinned.time[0] ?? 0, max: thinned.time.at(-1) ?? 1 };
  }, [thinned, timeSystem, at, within]);
  return (
    <div className={styles.stack}>
      {at !== undefined && (
        <div className={styles.set}>
          <Button onClick={() => onAt(at - period)}>Transit before</Button>
          <Button onClick={() => onAt(at + period)}>Transit after</Button>
          <Button onClick={() => onAt(undefined)}>Whole curve</Button>
        </div>
      )}
      {raw && (
        <Series
          name="Raw"
          note="as in the files, normalised"
          readings={raw}
          x={x}
          period={period}
          epoch={epoch}
          onAt={onAt}
        />
      )}
      <Series
        name="Clean"
        note="slow variation divided out"
        readings={clean}
        x={x}
        period={period}
        epoch={epoch}
        onAt={onAt}
      />
    </div>
  );
}

interface SeriesProps {
  name: string;
  note: string;
  readings: Readings;
  x: Axis;
  period: number;
  epoch: number;
  onAt: (at: number) => void;
}

function Series({ name, note, readings, x, period, epoch, onAt }: SeriesProps) {
  const y = useMemo<Axis>(() => ({ name: 'Relative flux', ...limitsOf(readings.y) }), [readings]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D, frame: Frame, colors: ThemeColors) => {
      const first = Math.ceil((x.min - epoch) / period);
      const last = Math.floor((x.max - epoch) / period);
      context.fillStyle = colors.model;
      if (last - first < (frame.right - frame.left) / 3)
        for (let transit = first; transit <= last; transit++)
          context.fillRect(frame.x(epoch + transit * period) - 1, frame.bottom - 7, 2, 7);
      drawPoints(context, frame, readings, colors.point);
    },
    [readings, x, period, epoch],
  );
  return <Plot name={name} note={note} x={x} y={y} height={150} readings={readings} draw={draw} onPick={onAt} />;
}

/** Limits of an axis that show every dip, and do not follow single high outliers. */
export function limitsOf(values: ArrayLike<number>): { min: number; max: number } {
  const [low, centre, high] = quantiles(values, 0, 0.5, 0.999);
  const span = Math.max(high - low, Math.abs(centre) * 1e-6, 1e-9);
  return { min: low - 0.06 * span, max: Math.max(high, centre) + 0.08 * span };
}

function cut({ x, y }: Readings, at: number | undefined, within: number): Readings {
  if (at === undefined) return { x, y };
  const chosen = Array.from(x as Float64Array, (_, i) => i).filter((i) => Math.abs(x[i] - at) <= within);
  return { x: chosen.map((i) => x[i]), y: chosen.map((i) => y[i]) };
}
