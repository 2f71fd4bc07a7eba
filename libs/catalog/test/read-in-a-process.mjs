// Reads a generated table in a process of its own, so that its memory can be measured. usage: node read-in-a-process.mjs CASE MEGABYTES
// Prints the number of rows, of refused rows, the code of the failure and the highest resident memory [MB].
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { importSource } from '../../../tools/bench/import-source.mjs';

const { readTable } = await importSource('libs/catalog/src/index.ts');

const MIB = 1024 ** 2;
const size = Number(process.argv[3]) * MIB;
const HEADER = 'source,id,period,duration,depth,radius,remark\n';
const ROW = 'KEPLER,K00752.01,9.488035570,2.95750,6.1580e+02,2.26,as it is\n';

/** @param {string} begin @param {string} piece @param {number} bytes */
function* repeated(begin, piece, bytes) {
  yield Buffer.from(begin);
  const chunk = Buffer.from(piece.repeat(Math.ceil(MIB / piece.length)));
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
}

/** @type {Record<string, () => AsyncIterable<Uint8Array>>} */
const CASES = {
  'a small table': () => Readable.from(repeated(HEADER, ROW, MIB)),
  'a long table': () => Readable.from(repeated(HEADER, ROW, size)),
  'one long line': () => Readable.from(repeated(HEADER, 'x', size)),
  'an open quote before a long table': () => Readable.from(repeated(`${HEADER}"`, ROW, size)),
  'a long header': () => Readable.from(repeated('source,period', ',column', size)),
  'a zip bomb': () => Readable.from(repeated(HEADER, 'x', 8 * size)).pipe(createGzip()),
  'a VOTable with a long text': () =>
    Readable.from(
      repeated(
        '<VOTABLE><TABLE><FIELD name="source"/><FIELD name="period"/><FIELD name="depth"/><DATA><TABLEDATA><TR><TD>',
        'x',
        size,
      ),
    ),
  'a VOTable of elements within each other': () => Readable.from(repeated('<VOTABLE>', '<a>', size)),
  'JSON on one long line': () => Readable.from(repeated('{"source":"', 'x', size)),
};

let rows = 0;
let refused = 0;
let code = '';
try {
  const table = await readTable(CASES[process.argv[2]](), { limits: { maxBytes: 4 * size } });
  for await (const row of table.rows) {
    rows++;
    if ('error' in row) refused++;
  }
} catch (error) {
  code = /** @type {{ code?: string }} */ (error).code ?? String(error);
}
const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
console.log(JSON.stringify({ rows, refused, code, peak: Math.round(peak) }));
process.exit(0);
