import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys } from './support/api-keys';
import { startGateway, type TestGateway } from './support/gateway';

/** More than the buffers of a connection hold, so that its end cannot be sent unless the server reads it [bytes]. */
const BODY = 24 * 1024 * 1024;
const FORM = 'multipart/form-data; boundary=x';

const head = (name: string, filename = '') =>
  `--x\r\ncontent-disposition: form-data; name="${name}"${filename && `; filename="${filename}"`}\r\n\r\n`;

interface Upload {
  path: string;
  type: string;
  begin?: string;
  /** Sent without its length. */
  chunked?: boolean;
  key?: string;
  connection?: string;
}

/** Sends a whole upload before it reads the first byte of the answer, as many clients do; returns all that comes back. */
async function sendAndThenRead(url: string, { path, type, begin = '', chunked, key, connection }: Upload) {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.pause();
  const ended = new Promise<string>((done, fail) => {
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
      if (/\r\n\r\n.+\}$/s.test(text)) done(text);
    });
    socket.once('error', fail);
    socket.once('end', () => done(text));
  });
  ended.catch(() => undefined);
  const size = `${chunked ? 'transfer-encoding: chunked' : `content-length: ${begin.length + BODY}`}\r\n`;
  const headers = `host: localhost\r\ncontent-type: ${type}\r\n${size}`;
  const more = `${key ? `authorization: Bearer ${key}\r\n` : ''}${connection ? `connection: ${connection}\r\n` : ''}`;
  socket.write(`POST ${path} HTTP/1.1\r\n${headers}${more}\r\n`);
  const send = async (piece: Buffer | string) => {
    const framed = chunked
      ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), Buffer.from(piece), Buffer.from('\r\n')])
      : piece;
    if (!socket.write(framed)) await once(socket, 'drain');
    await setImmediate();
  };
  if (begin) await send(begin);
  const piece = Buffer.alloc(256 * 1024, 'a,b\n');
  for (let sent = 0; sent < BODY; sent += piece.length) await send(piece);
  if (chunked) socket.write('0\r\n\r\n');
  socket.resume();
  try {
    return await ended;
  } finally {
    socket.destroy();
  }
}

describe('an upload that is refused while it arrives', () => {
  let gateway: TestGateway;
  const folder = mkdtempSync(join(tmpdir(), 'refused-'));
  beforeAll(async () => {
    gateway = await startGateway({
      CATALOG_STORE: folder,
      MAX_CATALOG_SIZE: '1000000',
      MAX_BODY_SIZE: '1000000',
      API_KEYS: apiKeys({ ada: ['submit', 'read'] }),
    });
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  it.each<[what: string, upload: Upload, status: number]>([
    ['a table that is too large', { path: '/catalogs', type: 'text/csv' }, 413],
    ['a table of unknown size that is too large', { path: '/catalogs', type: 'text/csv', chunked: true }, 413],
    [
      'the same from a client that asks to close',
      { path: '/catalogs', type: 'text/csv', chunked: true, connection: 'close' },
      413,
    ],
    [
      'a table in the wrong field',
      { path: '/catalogs', type: FORM, begin: head('table', 'a.csv'), chunked: true },
      400,
    ],
    [
      'a table in a form that is too large',
      { path: '/catalogs', type: FORM, begin: head('file', 'a.csv'), chunked: true },
      413,
    ],
    ['options that are wrong', { path: '/catalogs?explain=some', type: 'text/csv', chunked: true }, 400],
    ['a table to detect that is too large', { path: '/catalogs/detect', type: 'text/csv', chunked: true }, 413],
    [
      'a form to detect that is too large',
      { path: '/catalogs/detect', type: FORM, begin: head('file', 'a.csv'), chunked: true },
      413,
    ],
    [
      'a light curve that is too large',
      { path: '/light-curves', type: FORM, begin: head('files', 'a.csv'), chunked: true },
      413,
    ],
    [
      'a light curve in the wrong field',
      { path: '/light-curves', type: FORM, begin: head('curve', 'a.csv'), chunked: true },
      400,
    ],
    ['JSON that is too large', { path: '/predict', type: 'application/json' }, 413],
    [
      'JSON of unknown size that is too large',
      { path: '/predict/batch', type: 'application/json', chunked: true },
      413,
    ],
    ['tensors that are too large', { path: '/v2/models/tabular/infer', type: 'application/json', chunked: true }, 413],
    ['a type that is not read', { path: '/predict', type: 'text/csv' }, 415],
    ['a caller with a wrong key', { path: '/catalogs', type: 'text/csv', chunked: true, key: 'eve' }, 401],
    ['a route that does not exist', { path: '/catalogues', type: 'text/csv', chunked: true }, 404],
  ])('gets its answer when the client reads it after it has sent everything: %s', async (_, upload, status) => {
    const answer = await sendAndThenRead(gateway.url, { key: 'ada', ...upload });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/"code":"[A-Z_]+"/);
  });
});
