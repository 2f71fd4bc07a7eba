import type { DetectionDto } from '@exoplanet/contracts/browser';
import type { ThemeColors } from '../plots/theme-colors';

export type DifferenceImage = DetectionDto['difference_images'][number];

interface Size {
  width: number;
  height: number;
}
type Image = Pick<DifferenceImage, 'width' | 'height'>;

/** Where pixels stand on a canvas: square, in the middle, the first row below. */
function gridOn(canvas: Size, image: Image) {
  const step = Math.min(canvas.width / image.width, canvas.height / image.height);
  const left = (canvas.width - step * image.width) / 2;
  const bottom = (canvas.height + step * image.height) / 2;
  return {
    step,
    /** The left edge of a column. */
    x: (column: number) => left + column * step,
    /** The upper edge of a row. */
    y: (row: number) => bottom - (row + 1) * step,
  };
}

/** One square a pixel, dark blue to pale yellow by the root of its share; a pixel without a value stays empty. */
export function drawPixels(
  context: CanvasRenderingContext2D,
  canvas: Size,
  image: Image,
  values: ArrayLike<number>,
): void {
  const { step, x, y } = gridOn(canvas, image);
  const finite = Array.from(values).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) continue;
    const share = Math.sqrt(high > low ? (values[index] - low) / (high - low) : 0);
    const mix = (from: number, to: number) => Math.round(from + (to - from) * share);
    context.fillStyle = `rgb(${mix(11, 255)},${mix(27, 247)},${mix(64, 214)})`;
    context.fillRect(x(index % image.width), y(Math.floor(index / image.width)), step + 0.3, step + 0.3);
  }
}

/** The aperture's outline, a cross at the place in the catalogue, a circle where the light is lost. */
export function drawPlaces(
  context: CanvasRenderingContext2D,
  canvas: Size,
  image: DifferenceImage,
  colors: ThemeColors,
): void {
  const { step, x, y } = gridOn(canvas, image);
  context.lineWidth = 2;
  context.strokeStyle = '#fff';
  context.stroke(outline(image, x, y, step));
  context.strokeStyle = colors.model;
  const centre = ({ column, row }: { column: number; row: number }) => [x(column + 0.5), y(row - 0.5)] as const;
  for (const [place, isCross] of [
    [image.target, true],
    [image.lost, false],
  ] as const) {
    if (!place) continue;
    const [cx, cy] = centre(place);
    context.beginPath();
    if (isCross) {
      context.moveTo(cx - 7, cy);
      context.lineTo(cx + 7, cy);
      context.moveTo(cx, cy - 7);
      context.lineTo(cx, cy + 7);
    } else context.arc(cx, cy, 7, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Each side of a pixel of the aperture whose neighbour is not in it. */
function outline(
  { width, height, aperture }: DifferenceImage,
  x: (column: number) => number,
  y: (row: number) => number,
  step: number,
): Path2D {
  const path = new Path2D();
  const isIn = (column: number, row: number) =>
    column >= 0 && column < width && row >= 0 && row < height && aperture[row * width + column] === 1;
  const side = (fromX: number, fromY: number, toX: number, toY: number) => {
    path.moveTo(fromX, fromY);
    path.lineTo(toX, toY);
  };
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      if (!isIn(column, row)) continue;
      const [left, top] = [x(column), y(row)];
      if (!isIn(column - 1, row)) side(left, top, left, top + step);
      if (!isIn(column + 1, row)) side(left + step, top, left + step, top + step);
      if (!isIn(column, row + 1)) side(left, top, left + step, top);
      if (!isIn(column, row - 1)) side(left, top + step, left + step, top + step);
    }
  return path;
}
