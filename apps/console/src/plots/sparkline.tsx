import { useCallback } from 'react';
import { Canvas, type Draw } from './canvas';

/** A line without axes: its lowest value is 0, its highest the largest value. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const draw = useCallback<Draw>(
    (context, width, height, colors) => {
      context.fillStyle = colors.grid;
      context.fillRect(0, height - 1, width, 1);
      if (values.length < 2) return;
      const top = Math.max(...values, 1e-9);
      const step = width / 119;
      context.beginPath();
      values.forEach((value, index) => {
        const x = width - (values.length - 1 - index) * step;
        context.lineTo(x, height - 1.5 - (value / top) * (height - 4));
      });
      context.strokeStyle = colors.planet;
      context.lineWidth = 1.5;
      context.stroke();
    },
    [values],
  );
  return <Canvas draw={draw} />;
}
