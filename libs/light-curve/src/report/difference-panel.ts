import type { DetectionDto, DifferenceImageDto } from '@exoplanet/contracts';
import { failedAny } from './failed-tests';
import { type Box, RED } from './plot';
import { coordinate, textAt } from './svg-text';

const GAP = 14;
/** Room for the names of the images [px]. */
const HEAD = 12;
const MARK = '#e8590c';

/**
 * The images of a target pixel file side by side: mean light beside the transits, and the light that is lost in them, with
 * the aperture (white), the catalogue's position (cross) and the place where the light is lost (circle). Of several files,
 * the one in which the loss is clearest.
 */
export function differencePanel(box: Box, detection: DetectionDto): string {
  const image = clearest(detection.difference_images);
  const side = Math.min((box.width - GAP) / 2, box.height - HEAD);
  const left = { x: box.x, y: box.y + HEAD, size: side };
  const right = { ...left, x: box.x + side + GAP };
  const failed = failedAny(detection, ['difference_image']);
  const title = `Difference image${image.stretch ? `, ${image.stretch}` : ''}${failed ? ': test failed' : ''}`;
  const below = box.y + HEAD + side + 12;
  return [
    textAt(box.x, box.y - 6, title, { size: 10.5, weight: 'bold', colour: failed ? RED : '#000' }),
    textAt(left.x, left.y - 3, 'Beside the transits', { size: 8.5, colour: '#333' }),
    textAt(right.x, right.y - 3, 'Lost in transit', { size: 8.5, colour: '#333' }),
    pixels(left, image, image.out_of_transit),
    pixels(right, image, image.difference),
    outline(left, image),
    outline(right, image),
    marks(left, image),
    marks(right, image),
    frame(left, failed),
    frame(right, failed),
    textAt(box.x, below, 'cross: catalogue position; circle: where the light is lost', { size: 8, colour: '#444' }),
    textAt(box.x, below + 11, offsetInWords(detection), { size: 8.5, weight: 'bold', colour: failed ? RED : '#000' }),
  ].join('');
}

interface Square {
  x: number;
  y: number;
  size: number;
}

const clearest = (images: readonly DifferenceImageDto[]): DifferenceImageDto =>
  images.reduce((best, image) => ((image.lost?.significance ?? 0) > (best.lost?.significance ?? 0) ? image : best));

/** One rectangle a pixel, the first row at the bottom; a pixel without a value stays white. */
function pixels({ x, y, size }: Square, { width, height }: DifferenceImageDto, values: ArrayLike<number>): string {
  const step = size / Math.max(width, height);
  const finite = Array.from(values).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return Array.from(values, (value, index) => {
    if (!Number.isFinite(value)) return '';
    const [column, row] = [index % width, Math.floor(index / width)];
    const part = high > low ? (value - low) / (high - low) : 0;
    return `<rect x="${coordinate(x + column * step)}" y="${coordinate(y + size - (row + 1) * step)}" width="${coordinate(step + 0.1)}" height="${coordinate(step + 0.1)}" fill="${shade(Math.sqrt(part))}"/>`;
  }).join('');
}

/** Dark blue to pale yellow, rising in lightness. */
function shade(part: number): string {
  const mix = (from: number, to: number) => Math.round(from + (to - from) * part);
  return `rgb(${mix(11, 255)},${mix(27, 247)},${mix(64, 214)})`;
}

/** The border of the aperture: each side of a pixel whose neighbour is not in it. */
function outline({ x, y, size }: Square, { width, height, aperture }: DifferenceImageDto): string {
  const step = size / Math.max(width, height);
  const isIn = (column: number, row: number) =>
    column >= 0 && column < width && row >= 0 && row < height && aperture[row * width + column] === 1;
  let path = '';
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      if (!isIn(column, row)) continue;
      const [left, top] = [coordinate(x + column * step), coordinate(y + size - (row + 1) * step)];
      const length = coordinate(step);
      if (!isIn(column - 1, row)) path += `M${left} ${top}v${length}`;
      if (!isIn(column, row + 1)) path += `M${left} ${top}h${length}`;
      if (!isIn(column + 1, row)) path += `M${coordinate(x + (column + 1) * step)} ${top}v${length}`;
      if (!isIn(column, row - 1)) path += `M${left} ${coordinate(y + size - row * step)}h${length}`;
    }
  return path === '' ? '' : `<path d="${path}" stroke="#fff" stroke-width="1.6" fill="none"/>`;
}

function marks({ x, y, size }: Square, { width, height, target, lost }: DifferenceImageDto): string {
  const step = size / Math.max(width, height);
  const place = ({ column, row }: { column: number; row: number }) =>
    [x + (column + 0.5) * step, y + size - (row + 0.5) * step] as const;
  const parts: string[] = [];
  const isInside = ({ column, row }: { column: number; row: number }) =>
    column > -0.5 && column < width - 0.5 && row > -0.5 && row < height - 0.5;
  if (target && isInside(target)) {
    const [cx, cy] = place(target).map(coordinate);
    parts.push(`<path d="M${cx} ${cy}m-5 0h10m-5 -5v10" stroke="${MARK}" stroke-width="1.6" fill="none"/>`);
  }
  if (lost && isInside(lost)) {
    const [cx, cy] = place(lost).map(coordinate);
    parts.push(`<circle cx="${cx}" cy="${cy}" r="5" stroke="${MARK}" stroke-width="1.6" fill="none"/>`);
  }
  return parts.join('');
}

const frame = ({ x, y, size }: Square, failed: boolean): string =>
  `<rect x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(size)}" height="${coordinate(size)}" fill="none" stroke="${failed ? RED : '#8a8f98'}"${failed ? ' stroke-width="2"' : ''}/>`;

function offsetInWords({ source_offset: offset }: DetectionDto): string {
  if (!offset) return 'The difference is too faint to be placed.';
  const { pixels: inPixels, arcsec, from } = offset;
  const measured = ({ value, error }: { value: number; error: number }, digits: number) =>
    `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
  const onSky = arcsec ? ` (${measured(arcsec, 1)} arcsec)` : '';
  return `${measured(inPixels, 2)} pixels${onSky} from the ${from === 'catalogue' ? 'catalogue position' : 'star in the image'}`;
}
