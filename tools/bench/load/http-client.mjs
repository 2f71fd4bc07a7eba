import { once } from 'node:events';
import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * The bytes of a request. They are made once and sent often, so that the load generator costs little beside the server.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
export function requestBytes(method, path, body) {
  const json = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...(json ? ['content-type: application/json', `content-length: ${Buffer.byteLength(json)}`] : []),
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${json}`);
}

/** @typedef {{ status: number, body: Buffer }} Answer */

/** One kept-alive connection, for one request at a time. Reads answers that have a Content-Length. */
export class HttpClient {
  #socket;
  /** @type {Buffer[]} */
  #chunks = [];
  #received = 0;
  #expected = 0;
  #bodyStart = 0;
  #status = 0;
  /** @type {{ resolve: (answer: Answer) => void, reject: (error: Error) => void } | undefined} */
  #pending;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (/** @type {Buffer} */ chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#pending?.reject(error));
    socket.on('close', () => this.#pending?.reject(new Error('the server closed the connection')));
  }

  /** @param {string} url of the server */
  static async open(url) {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new HttpClient(socket);
  }

  /** @param {Buffer} bytes @returns {Promise<Answer>} */
  send(bytes) {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#pending = undefined;
    this.#socket.destroy();
  }

  /** @param {Buffer} chunk */
  #receive(chunk) {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#expected === 0 && !this.#readHead()) return;
    if (this.#received < this.#expected) return;
    const whole = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const pending = this.#pending;
    const answer = { status: this.#status, body: whole.subarray(this.#bodyStart, this.#expected) };
    this.#pending = undefined;
    this.#chunks = [];
    this.#received = this.#expected = 0;
    pending?.resolve(answer);
  }

  #readHead() {
    const whole = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    const end = whole.indexOf(END_OF_HEAD);
    if (end < 0) return false;
    const head = whole.toString('latin1', 0, end);
    this.#status = Number(head.slice(9, 12));
    this.#bodyStart = end + END_OF_HEAD.length;
    this.#expected = this.#bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    return true;
  }
}
