import { LightCurveError } from '../errors';
import type { ReadLimits } from './limits';

/** Throws `TOO_MANY_POINTS`; a reader calls it as soon as it knows the number of rows. */
export function checkRowCount(file: string, rows: number, { maxPoints }: ReadLimits): void {
  if (rows > maxPoints)
    throw new LightCurveError('TOO_MANY_POINTS', file, `${rows} rows, expected at most ${maxPoints}`);
}

/** Throws `TOO_MANY_COLUMNS`. */
export function checkColumnCount(file: string, columns: number, { maxColumns }: ReadLimits): void {
  if (columns > maxColumns)
    throw new LightCurveError('TOO_MANY_COLUMNS', file, `${columns} columns, expected at most ${maxColumns}`);
}

/** Throws `TOO_MANY_POINTS` when the numbers to be kept are too many, although rows and columns are within their limits. */
export function checkCellCount(file: string, rows: number, columns: number, { maxCells }: ReadLimits): void {
  if (rows * columns > maxCells)
    throw new LightCurveError(
      'TOO_MANY_POINTS',
      file,
      `${rows} rows of ${columns} columns, expected at most ${maxCells} numbers`,
    );
}

/** Throws `TOO_MANY_POINTS` when the images of a target pixel file hold more pixels than are kept. */
export function checkPixelCount(file: string, images: number, pixels: number, { maxPixels }: ReadLimits): void {
  if (images * pixels > maxPixels)
    throw new LightCurveError(
      'TOO_MANY_POINTS',
      file,
      `${images} images of ${pixels} pixels, expected at most ${maxPixels} pixels in all`,
    );
}

const SHOWN_NAMES = 20;
const SHOWN_CHARACTERS = 40;

/** Names from a file for a message, bounded in number and length. */
export function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map(shownText);
  return names.length > SHOWN_NAMES ? `${shown.join(', ')} and ${names.length - SHOWN_NAMES} more` : shown.join(', ');
}

/** A text from a file for a message, bounded in length. */
export function shownText(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
