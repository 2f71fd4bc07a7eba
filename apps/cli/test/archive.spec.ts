import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveServer, type Fault } from './archive-server';
import { runProgram } from './run-program';

/** Made with astropy, which also made its checksums. */
const CURVE = new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures/with-checksum.fits')));
const KOI = `kepid,kepoi_name,koi_comment,koi_period\n${Array.from({ length: 50 }, (_, row) => `${row + 1},K${row}.01,"a, ""b""",${row + 1}`).join('\n')}\n`;

const status =
  (code: number, headers = {}): Fault =>
  (_, response) => {
    response.writeHead(code, headers).end('busy');
    return true;
  };
const page: Fault = (_, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end('<html><head><title>x</title></head><body>Down for <b>maintenance</b></body></html>');
  return true;
};
/** Sends a part of the bytes and breaks the connection. */
const broken =
  (bytes: Uint8Array, part: number, headers = {}): Fault =>
  (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length, ...headers });
    response.write(bytes.subarray(0, part), () => setTimeout(() => response.destroy(), 50));
    return true;
  };

describe('the archive command, against a local server that answers as the archives do', () => {
  let server: ArchiveServer;
  let env: Record<string, string>;
  let cache: string;
  beforeEach(async () => {
    server = new ArchiveServer();
    const url = await server.start();
    cache = mkdtempSync(join(tmpdir(), 'archive-'));
    env = { EXOPLANET_CACHE: cache, EXOPLANET_ARCHIVE_URL: url, EXOPLANET_MAST_URL: url };
    server.tables = { cumulative: KOI };
    server.observations = {
      kplr000757450: [
        { name: 'kplr000757450-2009131105131_llc.fits', bytes: CURVE },
        { name: 'kplr000757450-2009166043257_llc.fits', bytes: CURVE },
        { name: 'kplr000757450-2009201121230_slc.fits', bytes: CURVE },
        { name: 'kplr000757450-2009131105131_lpd-targ.fits.gz', bytes: CURVE },
      ],
      ktwo201367065: [{ name: 'ktwo201367065-c01_llc.fits', bytes: CURVE }],
      '25155310': [
        { name: 'tess2018206045859-s0001-0000000025155310-0120-s_lc.fits', bytes: CURVE },
        { name: 'tess2018206045859-s0001-0000000025155310-0120-a_fast-lc.fits', bytes: CURVE },
      ],
    };
  });
  afterEach(() => {
    server.stop();
    rmSync(cache, { recursive: true });
  });

  const archive = (...args: string[]) => runProgram('exoplanet', ['archive', ...args, '--pause', '0.01'], { env });
  const files = (star: string) => readdirSync(join(cache, 'curves', star)).sort();

  it('fetches a table whole, prints its path, and does not fetch it twice unless asked', async () => {
    const path = join(cache, 'tables/cumulative.csv');
    expect(await archive('table', 'koi')).toEqual({ exit: 0, stdout: `${path}\n`, stderr: '' });
    expect(readFileSync(path, 'utf8')).toBe(KOI);
    expect((await archive('table', 'koi')).stderr).toMatch(/^fetched on 20\d\d-\d\d-\d\d; --refresh/);
    expect(server.requests).toHaveLength(2);
    await archive('table', 'koi', '--refresh');
    expect(server.requests).toHaveLength(4);
  });

  it.each<[fault: string, fault: Fault, note: RegExp]>([
    ['429 with Retry-After', status(429, { 'retry-after': '0' }), /answered with 429; trying again in 0.0 s/],
    ['503', status(503), /answered with 503; trying again/],
    ['a page for people with status 200', page, /"x Down for maintenance"|"Down for maintenance"/],
    ['a body that breaks off', broken(Buffer.from(KOI), 200), /broke off/],
    [
      'a body that is cut at the end of a row',
      (_, response) => {
        response.writeHead(200).end(KOI.split('\n').slice(0, 20).join('\n'));
        return true;
      },
      /it has 19 of 50 rows/,
    ],
  ])('repeats the request for a table after %s', async (_, fault, note) => {
    server.faults.push({ path: /select\+\*/, fault });
    const { exit, stderr, stdout } = await archive('table', 'koi');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringMatching(note) as unknown });
    expect(readFileSync(stdout.trim(), 'utf8')).toBe(KOI);
  });

  it('says what the archive says of a table that it does not have, and what it last answered after all repetitions', async () => {
    expect(await archive('table', 'toi')).toMatchObject({
      exit: 1,
      stdout: '',
      stderr: 'error: the archive refuses the query: table toi not found\n',
    });
    for (let index = 0; index < 3; index++) server.faults.push({ path: /TAP/, fault: status(500) });
    const { exit, stderr } = await archive('table', 'koi', '--retries', '2');
    expect(exit).toBe(1);
    expect(stderr).toMatch(/error: 127\.0\.0\.1:\d+: answered with 500; tried 3 times\n$/);
    expect(existsSync(join(cache, 'tables/cumulative.csv'))).toBe(false);
  });

  it.each([
    [['KIC', '757450'], 'KIC-757450', 2],
    [['epic201367065'], 'EPIC-201367065', 1],
    [['TIC 25155310'], 'TIC-25155310', 1],
    [['TIC 25155310', '--cadence', 'short'], 'TIC-25155310', 1],
  ])('fetches the light curves of %j and prints their paths in the order of time', async (args, star, count) => {
    server.slowQuestions = 2;
    const { exit, stdout } = await archive('curves', ...args);
    expect(exit).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(files(star).map((name) => join(cache, 'curves', star, name)));
    expect(files(star)).toHaveLength(count);
    for (const name of files(star))
      expect(new Uint8Array(readFileSync(join(cache, 'curves', star, name)))).toEqual(CURVE);
    const before = server.requests.length;
    await archive('curves', ...args);
    expect(server.requests.slice(before).map(({ path }) => path)).toEqual(['/api/v0/invoke', '/api/v0/invoke']);
  });

  it('resumes a file that broke off where it broke off, in the same run and in the next', async () => {
    const etag = `"ktwo201367065-c01_llc.fits-${CURVE.length}"`;
    const download = /Download/;
    server.faults.push({ path: download, fault: broken(CURVE, 3000, { etag }) });
    expect((await archive('curves', 'EPIC', '201367065')).exit).toBe(0);
    expect(server.requests.at(-1)!.range).toBe('bytes=3000-');
    expect(new Uint8Array(readFileSync(join(cache, 'curves/EPIC-201367065', files('EPIC-201367065')[0])))).toEqual(
      CURVE,
    );

    rmSync(join(cache, 'curves'), { recursive: true });
    server.faults.push(
      { path: download, fault: broken(CURVE, 4000, { etag }) },
      { path: download, fault: status(503) },
    );
    expect((await archive('curves', 'EPIC', '201367065', '--retries', '1')).exit).toBe(1);
    expect(files('EPIC-201367065')).toEqual([
      'ktwo201367065-c01_llc.fits.part',
      'ktwo201367065-c01_llc.fits.part.etag',
    ]);
    expect((await archive('curves', 'EPIC', '201367065')).exit).toBe(0);
    expect(server.requests.at(-1)!.range).toBe('bytes=4000-');
    expect(files('EPIC-201367065')).toEqual(['ktwo201367065-c01_llc.fits']);
  });

  it('begins anew where the file has changed since it broke off', async () => {
    server.faults.push({ path: /Download/, fault: broken(CURVE, 3000, { etag: '"older"' }) });
    expect((await archive('curves', 'EPIC', '201367065')).exit).toBe(0);
    expect(new Uint8Array(readFileSync(join(cache, 'curves/EPIC-201367065/ktwo201367065-c01_llc.fits')))).toEqual(
      CURVE,
    );
  });

  it.each<[what: string, fault: Fault, note: RegExp]>([
    ['a page for people', page, /a page instead of a file: ".*Down for maintenance"/],
    [
      'a byte that is wrong',
      (_, response) => {
        const wrong = CURVE.slice();
        wrong[6000] ^= 4;
        response.writeHead(200, { 'content-length': wrong.length }).end(wrong);
        return true;
      },
      /the file is damaged: wrong checksum/,
    ],
    [
      'a file that is shorter than listed',
      (_, response) => {
        response.writeHead(200).end(CURVE.subarray(0, 5760));
        return true;
      },
      /the file has 5760 bytes, but the archive lists \d+/,
    ],
    ['429', status(429, { 'retry-after': new Date(Date.now() - 1000).toUTCString() }), /answered with 429/],
  ])('downloads a light curve again after %s', async (_, fault, note) => {
    server.faults.push({ path: /Download/, fault });
    const { exit, stderr } = await archive('curves', 'EPIC', '201367065');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringMatching(note) as unknown });
    expect(new Uint8Array(readFileSync(join(cache, 'curves/EPIC-201367065/ktwo201367065-c01_llc.fits')))).toEqual(
      CURVE,
    );
  });

  it('keeps, and announces, a file that the archive itself holds with a wrong checksum', async () => {
    const wrong = CURVE.slice();
    wrong[6000] ^= 4;
    server.observations = { ktwo201367065: [{ name: 'ktwo201367065-c01_llc.fits', bytes: wrong }] };
    const { exit, stderr } = await archive('curves', 'EPIC', '201367065');
    expect(exit).toBe(0);
    expect(stderr).toContain('wrong checksum; it was downloaded twice and is kept as it is');
  });

  it.each([
    [['curves', 'Kepler-10'], 'expected a star such as "KIC 757450"'],
    [['curves', 'TIC', '1'], 'TIC 1: the archive has no TESS light curves of long cadence'],
  ])('says what is wrong with %j', async (args, message) => {
    const { exit, stderr } = await archive(...args);
    expect(exit).toBe(1);
    expect(stderr).toContain(message);
  });
});
