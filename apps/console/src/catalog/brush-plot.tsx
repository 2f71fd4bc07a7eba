import { type PointerEvent, useCallback, useRef, useState } from 'react';
import { Canvas, type Draw } from '../plots/canvas';
import styles from './catalog.module.css';
import { BRUSH_EDGE as EDGE, drawPicture, placesOf } from './draw-picture';
import { type AxisRequest, valueAt } from './table/picture';
import { usePicture } from './table/use-table';

/** A column, and what is written at its axis. */
export interface BrushAxis extends AxisRequest {
  title: string;
}

interface BrushPlotProps {
  name: string;
  x: BrushAxis;
  /** Without it a histogram of x is drawn. */
  y?: BrushAxis;
  /** The order of the chosen rows; undefined for all. */
  order?: string;
  /** Of the columns. */
  revision: unknown;
  onBrush: (x: [number, number], y?: [number, number]) => void;
}

type Share = [across: number, up: number];

/** A scatter plot, or a histogram without y, on which a dragged rectangle filters the grid. */
export function BrushPlot({ name, x, y, order, revision, onBrush }: BrushPlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: Share; to: Share }>();
  const picture = usePicture({ x, y, order }, revision);
  const [xTitle, yTitle] = [x.title, y?.title];
  const draw = useCallback<Draw>(
    (context, width, height, colors) => {
      if (!picture) return;
      const places = placesOf(width, height);
      drawPicture(context, picture, places, { x: xTitle, ...(yTitle ? { y: yTitle } : {}) }, colors);
      if (!drag) return;
      const [left, right] = [drag.from[0], drag.to[0]].sort((a, b) => a - b).map(places.px);
      const [low, high] = yTitle
        ? [drag.from[1], drag.to[1]].sort((a, b) => a - b).map(places.py)
        : [places.py(0), EDGE.top];
      context.fillStyle = colors.accent;
      context.globalAlpha = 0.18;
      context.fillRect(left, high, right - left, low - high);
      context.globalAlpha = 1;
    },
    [picture, drag, xTitle, yTitle],
  );
  const shareAt = ({ clientX, clientY }: PointerEvent): Share => {
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
    if (Math.abs(from[0] - to[0]) < 0.01 || !picture) return;
    onBrush(
      [valueAt(picture.x, from[0]), valueAt(picture.x, to[0])],
      picture.y && [valueAt(picture.y, from[1]), valueAt(picture.y, to[1])],
    );
  };
  return (
    <figure aria-label={`${name}. Drag over it to filter; the filters can also be typed`}>
      <div
        ref={place}
        className={styles.brush}
        data-testid={`brush ${name}`}
        data-drawn={picture?.kind}
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
