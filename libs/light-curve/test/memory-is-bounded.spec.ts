import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitsTableFile, type TestColumn } from './fits-file';

/** Resident memory of a process that reads one hostile file, Node itself included [MB]. */
const MAX_RESIDENT = 400;
/** The same for the largest file that is accepted, read and prepared; measured: 492. */
const MAX_RESIDENT_GOOD = 600;
const MAX_MESSAGE = 500;
const MEBIBYTE = 2 ** 20;

/** Reads the file that it is given, prints what happened, and waits so that its memory can be read from outside. */
const READER = `
import { readFileSync } from 'node:fs';
import { prepare, readLightCurveFile } from './light-curve.mjs';
let answer;
try {
  prepare([readLightCurveFile('star.dat', readFileSync(process.argv[2]))]);
  answer = { code: 'read' };
} catch ({ name, code, message }) {
  answer = { name, code, message };
}
console.log(JSON.stringify(answer));
setInterval(() => undefined, 1000);
`;

interface Answer {
  name?: string;
  code: string;
  message?: string;
}

const repeated = (text: string, mebibytes: number) => gzipSync(Buffer.alloc(mebibytes * MEBIBYTE, text), { level: 1 });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const wideColumn = (name: string, format: string, bytesPerRow: number): TestColumn => ({
  name,
  format,
  bytesPerRow,
  write: () => undefined,
});
const rows = (count: number, row: (index: number) => string) =>
  bytesOf(['time,flux', ...Array.from({ length: count }, (_, index) => row(index))].join('\n'));

const files: [what: string, code: string, bytes: () => Uint8Array][] = [
  ['gzip of [ × 250 MiB', 'INFLATES_TOO_LARGE', () => repeated('[', 250)],
  ['gzip of [ × 40 MiB', 'MALFORMED_TABLE', () => repeated('[', 40)],
  ['gzip of [[],[],… 40 MiB', 'MALFORMED_TABLE', () => repeated('[],', 40)],
  ['gzip of commas × 250 MiB', 'INFLATES_TOO_LARGE', () => repeated(',', 250)],
  ['gzip of commas × 120 MiB', 'MALFORMED_TABLE', () => repeated(',', 120)],
  ['gzip of comments that end in a return, 120 MiB', 'TOO_MANY_POINTS', () => repeated('#\r', 120)],
  ['gzip of 120 MiB of zeros in two columns', 'TOO_MANY_POINTS', () => repeated('0,0\n', 120)],
  [
    'gzip in 100 members',
    'TOO_MANY_POINTS',
    () => new Uint8Array(Buffer.concat(Array.from({ length: 120 }, () => repeated('1,2\n', 1)))),
  ],
  ['JSON nested 2,000 deep', 'MALFORMED_TABLE', () => bytesOf(`{"time":${'['.repeat(2000)}${']'.repeat(2000)}}`)],
  ['JSON of 10 million numbers', 'TOO_MANY_POINTS', () => bytesOf(`{"time":[${'0,'.repeat(10_000_000)}0]}`)],
  [
    'a million columns',
    'TOO_MANY_COLUMNS',
    () => bytesOf(Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')),
  ],
  [
    'a header of a million columns',
    'MALFORMED_TABLE',
    () => bytesOf(`${Array.from({ length: 1_000_000 }, (_, index) => `c${index}`).join(',')}\n1,2\n`),
  ],
  [
    'a FITS column of two million characters',
    'NO_LIGHT_CURVE_TABLE',
    () => fitsTableFile(30, [wideColumn('TEXT', '2000000A', 2_000_000)]),
  ],
  [
    'a FITS time of 60 million bytes a row',
    'NO_TIME_COLUMN',
    () => fitsTableFile(1, [wideColumn('TIME', '60000000B', 60_000_000), wideColumn('FLUX', '1D', 8)]),
  ],
  [
    'a FITS table that promises 10^12 rows',
    'TRUNCATED',
    () => fitsTableFile(1, [wideColumn('TIME', 'D', 8), wideColumn('FLUX', 'D', 8)], {}, { NAXIS2: 1e12 }),
  ],
  [
    'a FITS table of empty rows',
    'TOO_MANY_POINTS',
    () => fitsTableFile(1, [wideColumn('TIME', '0D', 0), wideColumn('FLUX', '0D', 0)], {}, { NAXIS2: 1e15 }),
  ],
  [
    'a FITS header without end',
    'MALFORMED_FITS',
    () =>
      new Uint8Array(
        Buffer.concat([
          fitsTableFile(1, []).subarray(0, 80),
          Buffer.alloc(60 * MEBIBYTE, `${'A       = 1'.padEnd(80)}`),
        ]),
      ),
  ],
  ['times over a span of 10^10 d', 'UNUSABLE_TIMES', () => rows(200, (index) => `${index * 5e7},${1 + (index % 3)}`)],
  ['times in seconds since 1970', 'UNUSABLE_TIMES', () => rows(200, (index) => `${1.6e9 + index * 120},1`)],
];

describe.skipIf(!existsSync('/proc/self/status'))('a process that reads a hostile file (needs /proc)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hostile-'));
    await build({
      entryPoints: [resolve(import.meta.dirname, '../src/index.ts')],
      outfile: join(folder, 'light-curve.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    await writeFile(join(folder, 'reader.mjs'), READER);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(files)(
    `stays below ${MAX_RESIDENT} MB and says in a short sentence what is wrong: %s is %s`,
    { timeout: 120_000 },
    async (_what, code, bytes) => {
      const path = join(folder, 'hostile.dat');
      await writeFile(path, bytes());
      const { answer, resident } = await readElsewhere(join(folder, 'reader.mjs'), path);
      expect(answer).toMatchObject({ name: 'LightCurveError', code });
      expect(answer.message!.length).toBeLessThan(MAX_MESSAGE);
      expect(resident).toBeLessThan(MAX_RESIDENT);
    },
  );

  it(`stays below ${MAX_RESIDENT_GOOD} MB with two million good rows in gzip`, { timeout: 120_000 }, async () => {
    const path = join(folder, 'good.csv.gz');
    await writeFile(
      path,
      gzipSync(
        rows(2_000_000, (index) => `${(131.5 + index / 4320).toFixed(7)},${1 + (index % 7) / 1e4}`),
        { level: 1 },
      ),
    );
    const { answer, resident } = await readElsewhere(join(folder, 'reader.mjs'), path);
    expect(answer).toEqual({ code: 'read' });
    expect(resident).toBeLessThan(MAX_RESIDENT_GOOD);
  });
});

/** The answer of a process of its own, and the most memory that it ever had resident, as the kernel counts it [MB]. */
async function readElsewhere(program: string, path: string): Promise<{ answer: Answer; resident: number }> {
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const line = await new Promise<string>((done, fail) => {
      child.stdout.once('data', (data: Buffer) => done(data.toString()));
      child.once('exit', (code, signal) => fail(new Error(`the reader ended with ${code ?? signal}`)));
    });
    const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    return { answer: JSON.parse(line) as Answer, resident: Number(peak![1]) / 1024 };
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}
