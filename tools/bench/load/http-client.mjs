import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** The bytes of a request, made once and sent often: what the load costs must not hide what the server costs. */
export function requestBytes(method, path, body) {
  const json = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...(json ? ['content-type: application/json', `content-length: ${Buffer.byteLength(json)}`] : []),
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${json}`);
}

/** One connection that is kept open, for one request at a time. Reads answers that have a Content-Length. */
export class HttpClient {
  #socket;
  #chunks = [];
  #received = 0;
  #expected = 0;
  #bodyStart = 0;
  #status = 0;
  #settle;

  /** @param {string} url of the server */
  static async open(url) {
    const { hostname, port } = new URL(url);
    const client = new HttpClient();
    client.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise((resolve, reject) => client.#socket.once('connect', resolve).once('error', reject));
    client.#socket.on('data', (chunk) => client.#take(chunk));
    client.#socket.on('error', (error) => client.#settle?.reject(error));
    client.#socket.on('close', () => client.#settle?.reject(new Error('the server closed the connection')));
    return client;
  }

  /** @returns {Promise<{ status: number, body: Buffer }>} */
  send(bytes) {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#expected === 0 && !this.#readHead()) return;
    if (this.#received < this.#expected) return;
    const whole = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const { resolve } = this.#settle;
    const answer = { status: this.#status, body: whole.subarray(this.#bodyStart, this.#expected) };
    this.#settle = undefined;
    this.#chunks = [];
    this.#received = this.#expected = 0;
    resolve(answer);
  }

  #readHead() {
    const whole = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    const end = whole.indexOf(END_OF_HEAD);
    if (end < 0) return false;
    const head = whole.latin1Slice(0, end);
    this.#status = Number(head.slice(9, 12));
    this.#bodyStart = end + END_OF_HEAD.length;
    this.#expected = this.#bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    return true;
  }
}
