import { describe, expect, it } from 'vitest';
import { readInferRequest } from './infer-request';

const FEATURES = ['source', 'period'];
const read = (data: unknown, datatype = 'FP32') =>
  readInferRequest({ inputs: [{ name: 'row', datatype, shape: [2, 2], data }] }, 'tabular', FEATURES, 10);
const fail = (): never => {
  throw new Error('a value was converted');
};

describe('the values of a tensor', () => {
  it('are counted before they are converted: a body may hold millions', () => {
    const numbers = Object.assign(new Float64Array(1000), { [Symbol.iterator]: fail });
    expect(() => read(numbers)).toThrow('data has 1000 values, but shape asks for 4');
    const bytes = Object.assign(Buffer.alloc(4000), { readFloatLE: fail });
    expect(() => read(bytes)).toThrow('inputs[0].data has 4000 bytes, but shape asks for 16 bytes of FP32');
  });

  it.each([
    ['a list', [0, 9.5, 1, null], 'FP32'],
    [
      'a nested list',
      [
        [0, 9.5],
        [1, null],
      ],
      'FP32',
    ],
    ['the numbers of a large body', Float64Array.of(0, 9.5, 1, NaN), 'FP32'],
    ['FP32 bytes', Buffer.from(Float32Array.of(0, 9.5, 1, NaN).buffer), 'FP32'],
    ['FP64 bytes', Buffer.from(Float64Array.of(0, 9.5, 1, NaN).buffer), 'FP64'],
  ])('are read from %s', (_what, data, datatype) => {
    expect(read(data, datatype).rows).toEqual([{ source: 'KEPLER', period: 9.5 }, { source: 'TESS' }]);
  });
});
