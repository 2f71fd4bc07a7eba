import { type RefObject, useEffect, useRef } from 'react';
import { type ThemeColors, useThemeColors } from './theme-colors';

export type Draw = (context: CanvasRenderingContext2D, width: number, height: number, colors: ThemeColors) => void;

/** A canvas that fills its place, sharp on every screen, and is drawn again when its size, its theme or `draw` changes. */
export function Canvas({
  draw,
  canvas,
  className,
}: {
  draw: Draw;
  canvas?: RefObject<HTMLCanvasElement | null>;
  className?: string;
}) {
  const own = useRef<HTMLCanvasElement>(null);
  const ref = canvas ?? own;
  const colors = useThemeColors();
  useEffect(() => {
    const element = ref.current!;
    const paint = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const ratio = devicePixelRatio;
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      const context = element.getContext('2d')!;
      context.scale(ratio, ratio);
      if (width > 0 && height > 0) draw(context, width, height, colors);
    };
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => observer.disconnect();
  }, [draw, colors, ref]);
  return <canvas ref={ref} className={className} aria-hidden="true" />;
}
