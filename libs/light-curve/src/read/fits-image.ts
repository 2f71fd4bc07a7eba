import { LightCurveError } from '../errors';
import { type FitsUnit, numberOf } from './fits-header';

/** The numbers of a two-dimensional image of integers or floats, row after row. Throws `TRUNCATED`; undefined for another size or type. */
export function imageOfSize(
  file: string,
  bytes: Uint8Array,
  { header, data }: FitsUnit,
  width: number,
  height: number,
): Float64Array | undefined {
  const isSize = numberOf(header, 'NAXIS') === 2 && numberOf(header, 'NAXIS1') === width;
  const read = READ[numberOf(header, 'BITPIX') ?? 0];
  if (!isSize || numberOf(header, 'NAXIS2') !== height || !read) return undefined;
  if (data.start + data.length > bytes.length)
    throw new LightCurveError(
      'TRUNCATED',
      file,
      `the file has ${bytes.length} bytes, expected at least ${data.start + data.length} with the image of its aperture`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = Math.abs(numberOf(header, 'BITPIX') ?? 0) / 8;
  return Float64Array.from({ length: width * height }, (_, pixel) => read(view, data.start + pixel * step));
}

const READ: Partial<Record<number, (view: DataView, at: number) => number>> = {
  8: (view, at) => view.getUint8(at),
  16: (view, at) => view.getInt16(at),
  32: (view, at) => view.getInt32(at),
  [-32]: (view, at) => view.getFloat32(at),
  [-64]: (view, at) => view.getFloat64(at),
};
