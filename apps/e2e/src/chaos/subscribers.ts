import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

interface Update {
  type?: string;
  task_id?: string;
  status?: string;
}

const isFinal = ({ status }: Update): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** One client that follows a task, and counts the final messages that it gets. */
export class Follower {
  finals = 0;
  private socket?: Socket;
  private raw?: WebSocket;

  constructor(
    private readonly protocol: 'socket.io' | 'websocket',
    private readonly url: string,
    readonly task: string,
    private readonly name: string,
  ) {}

  /** Connects and subscribes. */
  async follow(): Promise<void> {
    if (this.protocol === 'websocket') return this.followRaw();
    const socket = io(this.url, { transports: ['websocket'], forceNew: true, reconnection: false });
    this.socket = socket;
    socket.on('task_update', (update: Update) => this.onUpdate(update));
    await new Promise<void>((done, fail) => socket.once('connect', done).once('connect_error', fail));
    socket.emit('subscribe_task', { task_id: this.task });
  }

  /** Loses its connection, and connects and subscribes again unless it has the final message. */
  async reconnect(): Promise<void> {
    this.close();
    if (this.finals === 0) await this.follow();
  }

  close(): void {
    this.socket?.disconnect();
    this.raw?.terminate();
  }

  private async followRaw(): Promise<void> {
    const raw = new WebSocket(`${this.url.replace('http', 'ws')}/ws/${this.name}`);
    this.raw = raw;
    raw.on('message', (data: Buffer) => {
      const update = JSON.parse(data.toString()) as Update;
      if (update.type === 'task_update') this.onUpdate(update);
    });
    raw.on('error', () => undefined);
    await new Promise<void>((done, fail) => raw.once('open', done).once('close', fail));
    raw.send(JSON.stringify({ type: 'subscribe_task', task_id: this.task }));
  }

  private onUpdate(update: Update): void {
    if (update.task_id === this.task && isFinal(update)) this.finals++;
  }
}
