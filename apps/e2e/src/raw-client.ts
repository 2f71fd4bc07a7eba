import { WebSocket } from 'ws';
import { until } from '@exoplanet/dev';

type Message = Record<string, unknown> & { type: string };

/** A client of the raw WebSocket that keeps every message it receives. */
export class RawClient {
  readonly received: Message[] = [];
  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.received.push(JSON.parse(data.toString()) as Message));
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

  /** The first received message that matches; waits some seconds for it. */
  async receive(matches: (message: Message) => boolean, seconds = 10): Promise<Message> {
    const find = () => this.received.find(matches);
    try {
      return (await until('a message', find, { seconds, everyMs: 10 }))!;
    } catch {
      throw new Error(`no such message within ${seconds} s; received ${JSON.stringify(this.received)}`);
    }
  }

  close(): void {
    this.socket.close();
  }
}
