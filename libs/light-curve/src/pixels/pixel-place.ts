/** A place in an image [pixels]: 0 is the centre of the first column or row. */
export interface PixelPlace {
  column: number;
  row: number;
}
