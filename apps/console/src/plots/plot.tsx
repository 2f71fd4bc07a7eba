import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { classes } from '../design/controls';
import { significant } from '../design/format';
import { Canvas, type Draw } from './canvas';
import { canvasFont } from './canvas-font';
import styles from './plot.module.css';
import type { ThemeColors } from './theme-colors';
import { logTicks, ticks, tickText } from './ticks';

export interface Axis {
  name: string;
  min: number;
  max: number;
  log?: boolean;
}

/** Where values stand on the canvas. */
export interface Frame {
  x: (value: number) => number;
  y: (value: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What a reader can step through by arrow keys, and see as numbers. In the order of x. */
export interface Readings {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export interface PlotProps {
  name: string;
  note?: ReactNode;
  /** The panel around it already shows the name. */
  isNamed?: boolean;
  x: Axis;
  y: Axis;
  height: number;
  readings: Readings;
  draw: (context: CanvasRenderingContext2D, frame: Frame, colors: ThemeColors) => void;
  onPick?: (x: number) => void;
}

const EDGE = { left: 58, right: 8, top: 6, bottom: 34 };

function scale({ min, max, log }: Axis, from: number, to: number): (value: number) => number {
  const f = log ? Math.log : (value: number) => value;
  const factor = (to - from) / (f(max) - f(min) || 1);
  return (value) => from + (f(value) - f(min)) * factor;
}

function frameOf(x: Axis, y: Axis, width: number, height: number): Frame {
  const [left, right, top, bottom] = [EDGE.left, width - EDGE.right, EDGE.top, height - EDGE.bottom];
  return { x: scale(x, left, right), y: scale(y, bottom, top), left, right, top, bottom };
}

/** A figure with axes. It has a name, a cursor that arrow keys move and that is read aloud, and its numbers as a table. */
export function Plot({ name, note, isNamed, x, y, height, readings, draw, onPick }: PlotProps) {
  const [cursor, setCursor] = useState<number>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = useCallback<Draw>(
    (context, width, canvasHeight, colors) => {
      const frame = frameOf(x, y, width, canvasHeight);
      drawAxes(context, frame, x, y, colors);
      context.save();
      context.beginPath();
      context.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
      context.clip();
      draw(context, frame, colors);
      if (cursor !== undefined) {
        context.fillStyle = colors.accent;
        context.fillRect(frame.x(readings.x[cursor]) - 0.5, frame.top, 1, frame.bottom - frame.top);
      }
      context.restore();
    },
    [x, y, draw, cursor, readings],
  );
  const move = (event: KeyboardEvent) => {
    const count = readings.x.length;
    const step = Math.max(1, Math.round(count / 200));
    const next = { ArrowRight: step, ArrowLeft: -step, PageUp: 20 * step, PageDown: -20 * step }[event.key];
    if (event.key === 'Enter' && cursor !== undefined) return onPick?.(readings.x[cursor]);
    if (next === undefined || count === 0) return;
    event.preventDefault();
    setCursor((last) => Math.min(count - 1, Math.max(0, (last ?? -next) + next)));
  };
  const click = (event: MouseEvent) => {
    if (!onPick || !canvas.current) return;
    const { left, width } = canvas.current.getBoundingClientRect();
    const share = (event.clientX - left - EDGE.left) / (width - EDGE.left - EDGE.right);
    if (share < 0 || share > 1) return;
    onPick(x.log ? x.min * (x.max / x.min) ** share : x.min + share * (x.max - x.min));
  };
  return (
    <figure
      className={classes(styles.figure, onPick && styles.canClick)}
      aria-label={name}
      style={{ ['--plot-height' as string]: `${height}px` }}
    >
      <figcaption className={isNamed ? 'visually-hidden' : styles.caption}>
        <strong>{name}</strong>
        <span>{note}</span>
      </figcaption>
      <div
        tabIndex={0}
        role="group"
        aria-label={`${name}: arrow keys read the values`}
        onKeyDown={move}
        onClick={click}
      >
        <Canvas draw={paint} canvas={canvas} />
      </div>
      <p className="visually-hidden" aria-live="polite">
        {cursor !== undefined &&
          `${x.name} ${significant(readings.x[cursor], 6)}, ${y.name} ${significant(readings.y[cursor], 6)}`}
      </p>
      <Numbers x={x} y={y} readings={readings} />
    </figure>
  );
}

const PAGE = 20;

/** The plotted values as a table, by pages. */
function Numbers({ x, y, readings }: { x: Axis; y: Axis; readings: Readings }) {
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(readings.x.length / PAGE));
  const rows = open
    ? Array.from({ length: Math.min(PAGE, readings.x.length - page * PAGE) }, (_, row) => page * PAGE + row)
    : [];
  return (
    <details className={styles.numbers} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Numbers</summary>
      {open && (
        <>
          <table>
            <thead>
              <tr>
                <th scope="col">{x.name}</th>
                <th scope="col">{y.name}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row}>
                  <td>{significant(readings.x[row], 8)}</td>
                  <td>{significant(readings.y[row], 7)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Back
          </button>{' '}
          {page + 1} of {pages}{' '}
          <button type="button" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
            On
          </button>
        </>
      )}
    </details>
  );
}

function drawAxes(context: CanvasRenderingContext2D, frame: Frame, x: Axis, y: Axis, colors: ThemeColors): void {
  const { left, right, top, bottom } = frame;
  const xTicks = x.log ? logTicks(x.min, x.max) : ticks(x.min, x.max, Math.max(2, (right - left) / 110));
  const yTicks = ticks(y.min, y.max, Math.max(3, (bottom - top) / 26));
  context.font = canvasFont();
  context.lineWidth = 1;
  context.strokeStyle = colors.grid;
  context.fillStyle = colors.axis;
  context.beginPath();
  for (const tick of xTicks) {
    const at = Math.round(frame.x(tick)) + 0.5;
    context.moveTo(at, top);
    context.lineTo(at, bottom + 4);
  }
  for (const tick of yTicks) {
    const at = Math.round(frame.y(tick)) + 0.5;
    context.moveTo(left - 4, at);
    context.lineTo(right, at);
  }
  context.stroke();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of xTicks)
    context.fillText(x.log ? significant(tick, 2) : tickText(tick, xTicks), frame.x(tick), bottom + 6);
  context.fillText(x.name, (left + right) / 2, bottom + 20);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of yTicks) context.fillText(tickText(tick, yTicks), left - 7, frame.y(tick));
  context.save();
  context.translate(8, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(y.name, 0, 0);
  context.restore();
}

/** Points; the more there are, the smaller and the fainter each. Values that are missing are left out. */
export function drawPoints(context: CanvasRenderingContext2D, frame: Frame, { x, y }: Readings, color: string): void {
  const count = x.length;
  const size = count > 20_000 ? 1.2 : count > 3_000 ? 1.7 : count > 300 ? 2.4 : 3.4;
  context.globalAlpha = count > 20_000 ? 0.45 : count > 3_000 ? 0.65 : 0.9;
  context.fillStyle = color;
  for (let i = 0; i < count; i++) {
    const at = frame.x(x[i]);
    if (at >= frame.left - 2 && at <= frame.right + 2)
      context.fillRect(at - size / 2, frame.y(y[i]) - size / 2, size, size);
  }
  context.globalAlpha = 1;
}

export function drawLine(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { x, y }: Readings,
  color: string,
  width = 1.5,
): void {
  context.beginPath();
  for (let i = 0; i < x.length; i++) if (Number.isFinite(y[i])) context.lineTo(frame.x(x[i]), frame.y(y[i]));
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}
