import { WebSocket } from 'ws';

type Message = Record<string, unknown> & { type: string };

/** A client of the raw WebSocket that keeps what it hears. */
export class RawClient {
  readonly heard: Message[] = [];
  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.heard.push(JSON.parse(String(data)) as Message));
  }

  static connect(url: string, clientId: string): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/${clientId}`);
      const client = new RawClient(socket);
      socket.once('open', () => resolve(client));
      socket.once('error', reject);
    });
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** The first message heard that fits, now or within some seconds. */
  async hear(fits: (message: Message) => boolean, seconds = 10): Promise<Message> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`not heard within ${seconds} s; heard ${JSON.stringify(this.heard)}`);
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  close(): void {
    this.socket.close();
  }
}
