import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMissing, pythonWith } from '@exoplanet/dev';
import { dictionaryColumn, encodeColumns } from '../src';

const API = resolve(import.meta.dirname, '../../../docs/api.md');
const READER = /<!-- read-columns -->\s+```python\n([\s\S]+?)```/.exec(readFileSync(API, 'utf8'))?.[1];

describe.skipIf(isMissing('numpy'))('the reader of docs/api.md (needs numpy)', () => {
  it('reads every type of column, each value bit by bit', () => {
    const table = encodeColumns({
      rows: 3,
      columns: [
        { name: 'time', unit: 'd', type: 'float64', values: Float64Array.of(2455000.123456789, NaN, -1) },
        { name: 'flag', type: 'uint8', values: Uint8Array.of(0, 255, 1) },
        { name: 'flux', type: 'float32', values: Float32Array.of(0.1, -3, 4) },
        { name: 'quality', type: 'int32', values: Int32Array.of(-2147483648, 0, 2147483647) },
        { name: 'error', type: 'float16', values: Float32Array.of(0.5, 2 ** -20, -3) },
        { name: 'flags', type: 'indexed', values: Int32Array.of(393216, 0, 393216) },
        dictionaryColumn('name', ['Kepler-10 b', null, 'π Mensae c']),
      ],
      metadata: { time_system: 'BJD' },
    });
    const script = `${READER}
import sys
header, columns = read_columns(sys.stdin.buffer.read())
print(json.dumps([header["time_system"], header["columns"][6]["values"], *[[str(value) for value in columns[name]] for name in columns]]))`;
    const { stdout, stderr } = spawnSync(pythonWith('numpy')!, ['-c', script], { input: table, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([
      'BJD',
      ['Kepler-10 b', 'π Mensae c'],
      ['2455000.123456789', 'nan', '-1.0'],
      ['0', '255', '1'],
      ['0.1', '-3.0', '4.0'],
      ['-2147483648', '0', '2147483647'],
      ['0.5', '9.5e-07', '-3.0'],
      ['393216', '0', '393216'],
      ['0', '-1', '1'],
    ]);
  });
});
