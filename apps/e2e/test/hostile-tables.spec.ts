import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRowsDto } from '@exoplanet/contracts';
import { finished, madeTable } from '../src/catalog';
import { call } from '../src/http';
import { PeakMemory } from '../src/peak-memory';
import { Stack } from '../src/stack';

/** Size of the large table [MB]: the whole test has 200, continuous integration a part of it. */
const MEGABYTES = Number(process.env.CATALOG_MEGABYTES ?? 10);
/** Length of the endless line in the small gzip stream [MB]: with 9000 it is longer than a table may be. */
const BOMB_MEGABYTES = Number(process.env.CATALOG_BOMB_MEGABYTES ?? 160);
/** Resident memory, whatever the table [MB]. */
const MAX_MEMORY = { gateway: 400, worker: 900 };

const HEADER = 'id,source,period,radius,depth';
const ROWS = ['a,KEPLER,3.5,1.1,200', 'b,TESS,7.25,12,15000', 'c,K2,11,2.2,450'];
const TABLE = [HEADER, ...ROWS, ''].join('\n');

type Content = string | Uint8Array;

interface Hostile {
  table: () => Content;
  /** Where the upload itself is refused. */
  status?: number;
  /** How the catalogue ends: its state, its rows that are scored and refused, and what the error says. */
  ends?: { state: 'completed' | 'failed'; scored?: number; refused?: number; message?: RegExp };
  /** Status of `POST /catalogs/detect`, and the code of the problem in the detection. */
  detect: { status: number; problem?: string };
}

const failed = (message: RegExp) => ({ state: 'failed', message }) as const;
const completed = (scored: number, refused = 0) => ({ state: 'completed', scored, refused }) as const;

const TABLES: Record<string, Hostile> = {
  'nothing at all': { table: () => '', status: 400, detect: { status: 400 } },
  'blank lines alone': {
    table: () => '\n\n  \n',
    ends: failed(/the table is empty/),
    detect: { status: 422 },
  },
  'a header without rows': { table: () => `${HEADER}\n`, ends: completed(0), detect: { status: 200 } },
  'a delimiter that nobody uses': {
    table: () => TABLE.replaceAll(',', '~'),
    ends: failed(/the header has id~source/),
    detect: { status: 200, problem: 'UNKNOWN_TABLE' },
  },
  'rows with another delimiter than the header': {
    table: () => [HEADER, ...ROWS.map((row) => row.replaceAll(',', ';'))].join('\n'),
    ends: completed(0, 3),
    detect: { status: 200 },
  },
  'bytes that are no text': {
    table: () => Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)),
    ends: failed(/found bytes that are not text/),
    detect: { status: 422 },
  },
  'a spreadsheet': {
    table: () => Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(100)]),
    ends: failed(/Excel workbook/),
    detect: { status: 422 },
  },
  'line ends of three kinds': {
    table: () => `${HEADER}\r\n${ROWS[0]}\r${ROWS[1]}\n${ROWS[2]}\r\n`,
    ends: completed(3),
    detect: { status: 200 },
  },
  'a byte order mark': { table: () => `\uFEFF${TABLE}`, ends: completed(3), detect: { status: 200 } },
  'latin-1': {
    table: () => Buffer.from(`${HEADER},remark\n${ROWS.map((row) => `${row},Gonz\u00e1lez`).join('\n')}\n`, 'latin1'),
    ends: completed(3),
    detect: { status: 200 },
  },
  'a column twice': {
    table: () => 'id,source,period,period\na,KEPLER,3,4\n',
    ends: failed(/the column "period" twice/),
    detect: { status: 200, problem: 'REPEATED_COLUMN' },
  },
  'fields of 10,000 characters': {
    table: () => `${HEADER},remark\n${ROWS.map((row) => `${row},${'x'.repeat(10_000)}`).join('\n')}\n`,
    ends: completed(3),
    detect: { status: 200 },
  },
  'a name of 10,000 characters': {
    table: () => `${HEADER}\n${'x'.repeat(10_000)},KEPLER,3,1,200\n${ROWS[0]}\n`,
    ends: completed(1, 1),
    detect: { status: 200 },
  },
  'a million columns': {
    table: () => `${HEADER}${',x'.repeat(1_000_000)}\n${ROWS[0]}\n`,
    ends: failed(/a header has at most 4096 columns/),
    detect: { status: 422 },
  },
  'a small gzip stream of an endless line': {
    table: () => {
      const member = gzipSync(Buffer.alloc(8e6, 'x'));
      return Buffer.concat([gzipSync(TABLE), ...Array<Buffer>(BOMB_MEGABYTES / 8).fill(member)]);
    },
    ends: BOMB_MEGABYTES < 8000 ? completed(3, 1) : failed(/larger than \d+ bytes, uncompressed/),
    detect: { status: 200 },
  },
  'a gzip stream that ends early': {
    table: () => {
      const whole = gzipSync(madeTable(3000));
      return whole.subarray(0, whole.length - 2000);
    },
    ends: failed(/the gzip stream ends early/),
    detect: { status: 200 },
  },
  'a gzip stream that is damaged': {
    table: () => Buffer.concat([gzipSync(TABLE).subarray(0, 20), Buffer.alloc(40, 7)]),
    ends: failed(/the gzip stream is damaged/),
    detect: { status: 422 },
  },
};

interface Answer {
  catalog_id: string;
  problem?: { code: string };
}

async function send(url: string, table: Content | ReadableStream): Promise<{ status: number; body: Answer }> {
  const response = await fetch(url, { method: 'POST', body: table as string, duplex: 'half' });
  return { status: response.status, body: (await response.json()) as Answer };
}

/** Rows of half a kilobyte, of which every seventh is refused. */
async function* longTable(rows: number): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(`${HEADER},remark\n`));
  const remark = 'r'.repeat(460);
  for (let row = 0; row < rows; row += 1000)
    yield Buffer.from(
      Array.from(
        { length: 1000 },
        (_, index) => `R${row + index},KEPLER,${(row + index) % 7 === 0 ? -1 : 3.5},1.2,250,${remark}\n`,
      ).join(''),
    );
}

describe('tables that are hostile or odd, uploaded to a running system', () => {
  let stack: Stack;
  let peaks: { gateway: PeakMemory; worker: PeakMemory };
  const folder = mkdtempSync(join(tmpdir(), 'hostile-tables-'));
  beforeAll(async () => {
    stack = await Stack.start({ env: { CATALOG_STORE: folder } });
    peaks = { gateway: new PeakMemory(stack.gateways[0].process), worker: new PeakMemory(stack.workers[0]) };
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(TABLES))(
    '%s: a clear error or the right result',
    async (_, { table, status = 202, ends, detect }) => {
      const content = table();
      const detected = await send(`${stack.url}/catalogs/detect`, content);
      expect([detected.status, detected.body.problem?.code]).toEqual([detect.status, detect.problem]);
      const uploaded = await send(`${stack.url}/catalogs?explain=none`, content);
      expect(uploaded.status).toBe(status);
      if (!ends) return;
      const catalog = await finished(stack.url, uploaded.body.catalog_id, 120);
      expect({ state: catalog.state, code: catalog.error?.code }).toEqual({
        state: ends.state,
        code: ends.state === 'failed' ? 'CATALOG_INVALID' : undefined,
      });
      if (ends.message) expect(catalog.error!.message).toMatch(ends.message);
      if (ends.scored !== undefined)
        expect(catalog.progress).toMatchObject({ rows_scored: ends.scored, rows_refused: ends.refused });
    },
    120_000,
  );

  it(`a table of ${MEGABYTES} MB is read whole`, { timeout: 600_000 }, async () => {
    const rows = MEGABYTES * 2000;
    const table = ReadableStream.from(longTable(rows)) as ReadableStream;
    const { status, body } = await send(`${stack.url}/catalogs?explain=none`, table);
    expect(status).toBe(202);
    const catalog = await finished(stack.url, body.catalog_id, 500);
    const page = await call<CatalogRowsDto>(`${stack.url}/catalogs/${body.catalog_id}/rows?limit=5`);
    const refused = Math.ceil(rows / 7);
    expect(catalog.progress).toMatchObject({ rows_scored: rows - refused, rows_refused: refused });
    expect(page.body.total).toBe(rows);
  });

  it('no process has ended, reported a fault or taken more memory than allowed', () => {
    const peak = { gateway: peaks.gateway.stop(), worker: peaks.worker.stop() };
    console.log(JSON.stringify({ MEGABYTES, BOMB_MEGABYTES, peak }));
    expect(peak.gateway).toBeLessThan(MAX_MEMORY.gateway);
    expect(peak.worker).toBeLessThan(MAX_MEMORY.worker);
    for (const process of [stack.gateways[0].process, ...stack.workers]) {
      expect(process.running).toBe(true);
      expect(process.log.split('\n').filter((line) => /"level":"error"|INTERNAL_ERROR/.test(line))).toEqual([]);
    }
  });
});
