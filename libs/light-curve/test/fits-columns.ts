import type { TestColumn } from './fits-file';

/** Short texts of equal length. */
export const texts = (name: string, values: readonly string[]): TestColumn => {
  const width = Math.max(1, ...values.map(({ length }) => length));
  return {
    name,
    format: `${width}A`,
    bytesPerRow: width,
    write: (view, at, row) => [...values[row].padEnd(width)].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0))),
  };
};

export const integers = (name: string, values: ArrayLike<number>): TestColumn => ({
  name,
  format: 'J',
  bytesPerRow: 4,
  write: (view, at, row) => view.setInt32(at, values[row]),
});

/** Two numbers in each cell. */
export const pairs = (name: string, first: ArrayLike<number>, second: ArrayLike<number>): TestColumn => ({
  name,
  format: '2D',
  bytesPerRow: 16,
  write: (view, at, row) => {
    view.setFloat64(at, first[row]);
    view.setFloat64(at + 8, second[row]);
  },
});
