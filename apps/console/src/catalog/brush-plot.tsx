import { type PointerEvent, useCallback, useRef, useState } from 'react';
import { significant } from '../design/format';
import { Canvas, type Draw } from '../plots/canvas';
import { logTicks, ticks, tickText } from '../plots/ticks';
import styles from './catalog.module.css';

export interface PlotAxis {
  name: string;
  values: ArrayLike<number> & Iterable<number>;
  log: boolean;
}

interface BrushPlotProps {
  name: string;
  x: PlotAxis;
  /** Without it a histogram of x is drawn. */
  y?: PlotAxis;
  /** Rows of the selection, as positions in the values of x and y; undefined for all. */
  chosen?: ReadonlySet<number>;
  onBrush: (x: [number, number], y?: [number, number]) => void;
}

const EDGE = { left: 52, right: 8, top: 8, bottom: 32 };
/** From so many points on the picture shows their density. */
const DENSE = 50_000;

interface Scale {
  min: number;
  max: number;
  log: boolean;
  share: (value: number) => number;
  value: (share: number) => number;
}

function scaleOf({ values, log }: Omit<PlotAxis, 'name'>): Scale {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (!(log ? value > 0 : value === value) || !Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = log ? [0.1, 10] : [0, 1];
  if (min === max) [min, max] = log ? [min / 2, max * 2] : [min - 0.5, max + 0.5];
  const span = log ? Math.log(max / min) : max - min;
  return {
    min,
    max,
    log,
    share: (value) => (log ? Math.log(value / min) : value - min) / span,
    value: (share) => (log ? min * Math.exp(share * span) : min + share * span),
  };
}

/** A scatter plot, or a histogram without y, on which a dragged rectangle filters the grid. */
export function BrushPlot({ name, x, y, chosen, onBrush }: BrushPlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: [number, number]; to: [number, number] }>();
  const draw = useCallback<Draw>(
    (context, width, height, colors) => {
      const [sx, sy] = [scaleOf(x), y ? scaleOf(y) : undefined];
      const [right, bottom] = [width - EDGE.right, height - EDGE.bottom];
      const px = (share: number) => EDGE.left + share * (right - EDGE.left);
      const py = (share: number) => bottom - share * (bottom - EDGE.top);
      context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
      context.fillStyle = colors.axis;
      context.strokeStyle = colors.grid;
      context.textAlign = 'center';
      context.textBaseline = 'top';
      const xTicks = sx.log ? logTicks(sx.min, sx.max) : ticks(sx.min, sx.max, 5);
      for (const tick of xTicks) {
        context.fillRect(px(sx.share(tick)), bottom, 1, 4);
        context.fillText(sx.log ? decadeText(tick) : tickText(tick, xTicks), px(sx.share(tick)), bottom + 5);
      }
      context.fillText(x.name, (EDGE.left + right) / 2, bottom + 18);
      if (sy && y) {
        const yTicks = sy.log ? logTicks(sy.min, sy.max) : ticks(sy.min, sy.max, 4);
        context.textAlign = 'right';
        context.textBaseline = 'middle';
        for (const tick of yTicks)
          context.fillText(sy.log ? decadeText(tick) : tickText(tick, yTicks), EDGE.left - 6, py(sy.share(tick)));
        context.save();
        context.translate(7, (EDGE.top + bottom) / 2);
        context.rotate(-Math.PI / 2);
        context.textAlign = 'center';
        context.fillText(y.name, 0, 0);
        context.restore();
        scatter(context, x.values, y.values, sx, sy, px, py, chosen, colors);
      } else histogram(context, x.values, sx, px, py, chosen, colors);
      if (drag) {
        context.fillStyle = colors.accent;
        context.globalAlpha = 0.18;
        const top = y ? py(Math.max(drag.from[1], drag.to[1])) : EDGE.top;
        const low = y ? py(Math.min(drag.from[1], drag.to[1])) : bottom;
        context.fillRect(
          px(Math.min(drag.from[0], drag.to[0])),
          top,
          Math.abs(px(drag.to[0]) - px(drag.from[0])),
          low - top,
        );
        context.globalAlpha = 1;
      }
    },
    [x, y, chosen, drag],
  );
  const shareAt = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const { left, top, width, height } = place.current!.getBoundingClientRect();
    const clamp = (value: number) => Math.min(1, Math.max(0, value));
    return [
      clamp((clientX - left - EDGE.left) / (width - EDGE.left - EDGE.right)),
      clamp((height - EDGE.bottom - (clientY - top)) / (height - EDGE.top - EDGE.bottom)),
    ];
  };
  const finish = () => {
    if (!drag) return;
    const { from, to } = drag;
    setDrag(undefined);
    if (Math.abs(from[0] - to[0]) < 0.01) return;
    const [sx, sy] = [scaleOf(x), y ? scaleOf(y) : undefined];
    onBrush([sx.value(from[0]), sx.value(to[0])], sy && [sy.value(from[1]), sy.value(to[1])]);
  };
  return (
    <figure aria-label={`${name}. Drag over it to filter; the filters can also be typed`}>
      <div
        ref={place}
        className={styles.brush}
        data-testid={`brush ${name}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: shareAt(event), to: shareAt(event) });
        }}
        onPointerMove={(event) => drag && setDrag({ from: drag.from, to: shareAt(event) })}
        onPointerUp={finish}
      >
        <Canvas draw={draw} />
      </div>
    </figure>
  );
}

/** Large ticks in powers of ten, so that they fit. */
const decadeText = (tick: number): string =>
  tick >= 1e5 ? `10${superscripts(Math.round(Math.log10(tick)))}` : significant(tick, 2);
const superscripts = (value: number): string => [...String(value)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');

type Place = (share: number) => number;
type Colors = Parameters<Draw>[3];

function scatter(
  context: CanvasRenderingContext2D,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  sx: Scale,
  sy: Scale,
  px: Place,
  py: Place,
  chosen: ReadonlySet<number> | undefined,
  colors: Colors,
): void {
  const size = xs.length > DENSE ? 1 : xs.length > 5_000 ? 1.6 : 2.6;
  const pass = (isChosen: boolean) => {
    context.fillStyle = isChosen ? colors.planet : colors.axis;
    context.globalAlpha = (isChosen ? 1 : 0.3) * (xs.length > DENSE ? 0.08 : xs.length > 5_000 ? 0.4 : 0.75);
    for (let i = 0; i < xs.length; i++) {
      if ((chosen === undefined || chosen.has(i)) !== isChosen) continue;
      const [x, y] = [sx.share(xs[i]), sy.share(ys[i])];
      if (x >= 0 && y >= 0) context.fillRect(px(x) - size / 2, py(y) - size / 2, size, size);
    }
  };
  if (chosen) pass(false);
  pass(true);
  context.globalAlpha = 1;
}

const BINS = 40;

function histogram(
  context: CanvasRenderingContext2D,
  values: ArrayLike<number>,
  scale: Scale,
  px: Place,
  py: Place,
  chosen: ReadonlySet<number> | undefined,
  colors: Colors,
): void {
  const [all, some] = [new Float64Array(BINS), new Float64Array(BINS)];
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] === values[i])) continue;
    const bin = Math.min(BINS - 1, Math.floor(scale.share(values[i]) * BINS));
    all[bin]++;
    if (chosen === undefined || chosen.has(i)) some[bin]++;
  }
  const top = Math.max(...all, 1);
  for (let bin = 0; bin < BINS; bin++) {
    const [left, right] = [px(bin / BINS) + 0.5, px((bin + 1) / BINS) - 0.5];
    for (const [counts, alpha] of [
      [all, 0.25],
      [some, 1],
    ] as const) {
      context.globalAlpha = alpha;
      context.fillStyle = bin < BINS / 2 ? colors.impostor : colors.planet;
      context.fillRect(left, py(counts[bin] / top), right - left, py(0) - py(counts[bin] / top));
    }
  }
  context.globalAlpha = 1;
}
