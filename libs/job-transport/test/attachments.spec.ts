import { expect, it } from 'vitest';
import { attach, detach } from '../src/payload/attachments';

it('takes typed arrays out and puts them back wherever they stand, and leaves the input as it is', () => {
  const column = new Float64Array([1.5, NaN]);
  const value = {
    list: [1, column, { deep: new Int16Array([-3]) }],
    bytes: Buffer.from('bytes'),
    big: new BigInt64Array([2n]),
    none: null,
    date: new Date(0),
    text: 'x',
  };
  const { value: json, places, views } = detach(value);
  expect(value.list[1]).toBe(column);
  const back = attach(JSON.parse(JSON.stringify(json)), places, (index) => views[index]);
  expect(back).toEqual({
    list: [1, new Float64Array([1.5, NaN]), { deep: new Int16Array([-3]) }],
    bytes: new Uint8Array(Buffer.from('bytes')),
    big: new BigInt64Array([2n]),
    none: null,
    date: '1970-01-01T00:00:00.000Z',
    text: 'x',
  });
});

it('takes a value that is nothing but a typed array', () => {
  const { value, places, views } = detach(new Uint16Array([1, 2]));
  expect(attach(value, places, (index) => views[index])).toEqual(new Uint16Array([1, 2]));
});

it('takes only the part of a buffer that a view shows', () => {
  const { places, views, bytes } = detach(new Float32Array([1, 2, 3, 4]).subarray(1, 3));
  expect(attach(null, places, (index) => views[index])).toEqual(new Float32Array([2, 3]));
  expect(bytes).toBe(8);
});

it('copies nothing where there is no typed array', () => {
  const value = { rows: [{ period: 1.5, radius: NaN }] };
  expect(detach(value).value).toBe(value);
});
