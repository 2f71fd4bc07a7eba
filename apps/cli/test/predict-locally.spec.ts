import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS, runProgram } from './run-program';

const TABLE = `name,period,radius,depth,source
a,1.5,1.2,100,KEPLER
b,300,11,9000,TESS
c,-4,1,10,K2
d,12.5,2.5,400,KEPLER
`;

const exoplanet = (args: string[], stdin: string | Buffer = TABLE) =>
  runProgram('exoplanet', [...args, '--local', '--models', MODELS], { stdin });

describe('predict --local', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exoplanet-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('ranks a table from standard input as CSV, refused rows last with their reason', async () => {
    const { exit, stdout, stderr } = await exoplanet(['predict', '-']);
    expect(exit).toBe(0);
    expect(stderr).toMatch(
      /^4 candidates, A table with our own field names\nrefused: 1 of 4 rows, which are listed last\n {2}line 4: period: found "-4", expected a number above 0/,
    );
    const [header, ...rows] = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(header.slice(0, 4)).toEqual(['rank', 'source', 'probability', 'prediction']);
    expect(rows.map(([rank]) => rank)).toEqual(['1', '2', '3', '']);
    const probabilities = rows.slice(0, 3).map((row) => Number(row[2]));
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /"period: found ""-4"", expected a number above 0,.*",c,-4,1,10$/,
    );
  });

  it('writes JSON or NDJSON by the extension of the output, with the same numbers', async () => {
    const [json, ndjson] = [join(folder, 'ranked.json'), join(folder, 'ranked.ndjson')];
    await exoplanet(['predict', '-', '-o', json, '-q']);
    await exoplanet(['predict', '-', '-o', ndjson, '-q'], gzipSync(TABLE));
    const entries = JSON.parse(await readFile(json, 'utf8')) as {
      rank?: number;
      prediction?: { probability: number; processing_time_ms?: number };
    }[];
    expect(entries.map(({ rank }) => rank)).toEqual([1, 2, 3, undefined]);
    const lines = (await readFile(ndjson, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as (typeof entries)[number]);
    for (const entry of [...entries, ...lines]) delete entry.prediction?.processing_time_ms;
    expect(lines).toEqual(entries);
  });

  it('compares all rows of the table with each other, refused ones not counted', async () => {
    const alone = 'source,star_id,period,epoch\nKEPLER,1,-1,\n';
    const others = Array.from({ length: 1200 }, (_, row) => `KEPLER,${row + 10},${3 + row / 7},${row / 50}\n`).join('');
    const { stdout } = await exoplanet(
      ['predict', '-', '-f', 'json', '-q'],
      `${alone}KEPLER,2,9.25,170.5\n${others}KEPLER,2,40.5,150.25\n`,
    );
    const entries = JSON.parse(stdout) as { candidate: { period: number }; prediction?: object }[];
    const of = (period: number) => entries.find(({ candidate }) => candidate?.period === period)!.prediction;
    expect(of(9.25)).toMatchObject({ multiplicity: { objects: 2 } });
    expect(of(40.5)).toMatchObject({ multiplicity: { objects: 2 } });
    expect(of(3)).not.toHaveProperty('multiplicity');
  });

  it('explains and gives quantiles on request', async () => {
    const { stdout } = await exoplanet(
      ['predict', '-', '--explain', '--uncertainty', '-f', 'ndjson', '-q'],
      'source,period,period_err\nTESS,3,0.1\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      prediction: {
        explanation: { contributions: expect.any(Array) as unknown },
        uncertainty: { draws: expect.any(Number) as unknown },
      },
    });
  });

  it('fails when every row is refused', async () => {
    expect(await exoplanet(['predict', '-', '-q'], 'source,period\nHUBBLE,1\n')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('expected KEPLER, TESS, K2') as unknown,
    });
  });

  it.each([
    ['an unknown table', ['predict', '-'], 'a,b\n1,2\n', /^error: -: the header has a, b\. Name its columns/],
    ['a table without a mission', ['predict', '-'], 'period\n1\n', /name the mission with --source/],
    ['a table without rows', ['predict', '-'], 'source,period\n', /a header but no rows/],
    [
      'a damaged gzip stream',
      ['predict', '-'],
      gzipSync(TABLE).subarray(0, 30),
      /^error: -: the gzip stream ends early/,
    ],
    ['a missing file', ['predict', '/no/such.csv'], '', /^error: \/no\/such\.csv: no such file/],
    [
      'an output in a folder that does not exist',
      ['predict', '-', '-o', '/no/such/folder/x.csv'],
      TABLE,
      /the folder does not exist/,
    ],
    [
      'an unknown model',
      ['predict', '-', '-m', 'other'],
      TABLE,
      /^error: MODEL_NOT_FOUND: No model "other"\. Models in service: .*\nadvice: /m,
    ],
  ])('says what is wrong with %s', async (_, args, stdin, message) => {
    const { exit, stderr, stdout } = await exoplanet(args, stdin);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('model --local', () => {
  it('lists the models, and shows a card', async () => {
    expect((await exoplanet(['model'])).stdout).toMatch(
      /^MODEL +DEFAULT +WORKERS +PROVIDERS +SHA-256\nbaseline@1 .*\ntabular@2 +yes /,
    );
    expect((await exoplanet(['model', 'tabular@1'])).stdout).toMatch(/^name +tabular\nversion +1\n/);
    expect(JSON.parse((await exoplanet(['model', 'baseline', '--json'])).stdout)).toMatchObject({
      name: 'baseline',
      version: '1',
    });
  });
});
