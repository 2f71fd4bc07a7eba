import { describe, expect, it } from 'vitest';
import { cellText } from './cell-text';

const numbers = (name: string, values: number[]) => ({
  name,
  type: 'float64' as const,
  values: Float64Array.from(values),
});
const texts = (name: string, values: number[]) => {
  const column = numbers(name, values);
  return values.map((_, row) => cellText(column, row));
};

describe('a cell of the grid', () => {
  it('has as many decimals as the others of its column, so that they align', () => {
    expect(texts('koi_prad', [2.26, 12.4, 25])).toEqual(['2.26', '12.40', '25.00']);
    expect(texts('koi_steff', [5455, 6117])).toEqual(['5455', '6117']);
  });

  it('shows six figures of a usual value of the column', () => {
    expect(texts('koi_period', [9.488035570000001, 365.2563604, 19.89913995])).toEqual([
      '9.4880',
      '365.2564',
      '19.8991',
    ]);
  });

  it('is a power of ten where decimals would not do', () => {
    expect(texts('koi_period_err1', [2.775e-5, 0.01])[0]).toBe('2.775 × 10⁻⁵');
  });

  it('is empty where a value is missing, and a dash where an interval has not been computed', () => {
    expect(texts('koi_prad', [NaN, 1])[0]).toBe('');
    expect(texts('p16', [NaN, 0.5])).toEqual(['–', '0.500']);
  });
});
