import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../src/http';
import { Stack } from '../src/stack';

const text = (content: string) => Buffer.from(content);
/** 2000 rows of a flat curve, its times as given. */
const csv = (header: string, timeOf: (row: number) => number) =>
  text([header, ...Array.from({ length: 2000 }, (_, row) => `${timeOf(row)},${1 + (row % 7) * 1e-4}`)].join('\n'));

/** A FITS file with one row: a TIME, and a text column of two million characters. */
function fitsWithLongText(): Buffer {
  const block = (cards: string[]) => {
    const header = [...cards, 'END'].map((card) => card.padEnd(80)).join('');
    return header.padEnd(Math.ceil(header.length / 2880) * 2880);
  };
  const primary = block([
    'SIMPLE  =                    T',
    'BITPIX  =                    8',
    'NAXIS   =                    0',
  ]);
  const table = block([
    "XTENSION= 'BINTABLE'",
    'BITPIX  =                    8',
    'NAXIS   =                    2',
    'NAXIS1  =              2000008',
    'NAXIS2  =                    1',
    'PCOUNT  =                    0',
    'GCOUNT  =                    1',
    'TFIELDS =                    2',
    "TTYPE1  = 'TIME    '",
    "TFORM1  = '1D      '",
    "TTYPE2  = 'PDCSAP_FLUX'",
    "TFORM2  = '2000000A'",
  ]);
  return Buffer.concat([text(primary + table), Buffer.alloc(8), Buffer.alloc(2_000_000, 'x')]);
}

describe('extreme input', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start();
  });
  afterAll(() => stack?.stop());

  const processes = () => [stack.gateways[0].process, ...stack.workers];

  it.each(['/predict', '/predict/batch', '/workers/resume', '/light-curves', '/v2/models/tabular/infer'])(
    'JSON that is nested 2,000 deep is refused by %s',
    async (path) => {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ]) {
        const deep = `${open.repeat(2000)}1${close.repeat(2000)}`;
        for (const body of [deep, `{"predictions":[${deep}]}`, `{"source":"KEPLER","period":${deep}}`]) {
          const { status } = await call(stack.url + path, 'POST', body);
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
        }
      }
    },
  );

  it.each([
    ['a span of 1e10 days', csv('time,flux', (row) => row * 5e6)],
    ['two million characters in a FITS text column', fitsWithLongText()],
    ['a million CSV columns', text(`${'column,'.repeat(1_000_000)}flux\n${'1,'.repeat(1_000_000)}1\n`)],
  ])('%s: the task fails as invalid, in few words', async (_name, bytes) => {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(bytes)]), 'extreme.dat');
    form.append('source', 'KEPLER');
    const response = await fetch(`${stack.url}/light-curves?wait=30`, { method: 'POST', body: form });
    const answer = await response.text();
    expect(answer.length).toBeLessThan(5000);
    expect(JSON.parse(answer)).toMatchObject({ status: 'failed', error: { code: 'LIGHT_CURVE_INVALID' } });
    for (const { log, running } of processes()) {
      expect(running).toBe(true);
      expect(Math.max(...log.split('\n').map((line) => line.length))).toBeLessThan(10_000);
    }
  });
});
