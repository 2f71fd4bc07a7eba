import { type MouseEvent, useCallback, useRef } from 'react';
import { Canvas, type Draw } from '../plots/canvas';
import { canvasFont } from '../plots/canvas-font';
import styles from './curve.module.css';
import type { River } from './fold';

const LABELS = 34;

interface RiverViewProps {
  image: River;
  /** Depth that is the darkest. */
  depth: number;
  /** Hours at each side. */
  within: number;
  /** The number of a transit whose row was chosen. */
  onPick: (transit: number) => void;
}

/** Each transit as a row: what changes from transit to transit shows as a bend, a step or a gap. */
export function RiverView({ image, depth, within, onPick }: RiverViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const draw = useCallback<Draw>(
    (context, width, height, colors) => {
      const rows = image.transits.length;
      const [cellWidth, cellHeight] = [(width - LABELS) / image.columns, (height - 16) / rows];
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < image.columns; column++) {
          const value = image.values[row * image.columns + column];
          if (Number.isNaN(value)) continue;
          const share = Math.max(-0.5, Math.min(1, (1 - value) / depth));
          context.globalAlpha = Math.abs(share);
          context.fillStyle = share > 0 ? colors.planet : colors.impostor;
          context.fillRect(
            LABELS + column * cellWidth,
            row * cellHeight,
            cellWidth + 0.5,
            Math.max(1, cellHeight - (cellHeight > 5 ? 1 : 0)),
          );
        }
      context.globalAlpha = 1;
      context.fillStyle = colors.axis;
      context.font = canvasFont();
      context.textBaseline = 'middle';
      context.textAlign = 'right';
      const every = Math.ceil(rows / Math.max(1, Math.floor(height / 26)));
      for (let row = 0; row < rows; row += every)
        context.fillText(String(image.transits[row] + 1), LABELS - 6, (row + 0.5) * cellHeight);
      context.textAlign = 'center';
      context.fillText(`−${within.toFixed(0)} h`, LABELS + 14, height - 7);
      context.fillText('0', LABELS + (width - LABELS) / 2, height - 7);
      context.fillText(`${within.toFixed(0)} h`, width - 12, height - 7);
    },
    [image, depth, within],
  );
  const click = ({ clientY }: MouseEvent) => {
    const { top, height } = canvas.current!.getBoundingClientRect();
    const transit = image.transits[Math.floor(((clientY - top) / (height - 16)) * image.transits.length)];
    if (transit !== undefined) onPick(transit);
  };
  return (
    <figure aria-label="River: one transit in each row" className={styles.river}>
      <button
        type="button"
        className={styles.riverButton}
        onClick={click}
        aria-label={`River of ${image.transits.length} transits. A click shows the transit of that row; the table of transits does the same`}
      >
        <Canvas draw={draw} canvas={canvas} />
      </button>
    </figure>
  );
}
