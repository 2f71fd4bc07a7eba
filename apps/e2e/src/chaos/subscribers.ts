import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

interface Update {
  type?: string;
  task_id?: string;
  status?: string;
}

/** Time before a subscription that was answered with an error, as while Redis is away, or a lost connection is tried again [ms]. */
const RETRY_MS = 300;

const isFinal = ({ status }: Update): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** One client that follows a task, and counts the final messages that it gets. */
export class Follower {
  finals = 0;
  private socket?: Socket;
  private raw?: WebSocket;
  private onLost = (): void => undefined;

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
    const subscribe = () => socket.emit('subscribe_task', { task_id: this.task });
    socket.on('error', () => void setTimeout(subscribe, RETRY_MS));
    socket.once('disconnect', () => this.onLost());
    subscribe();
  }

  /** Loses its connection, and connects and subscribes again unless it has the final message. */
  async reconnect(): Promise<void> {
    this.close();
    if (this.finals === 0) await this.follow();
  }

  /** Connects and subscribes, and again whenever the connection is lost, until it has the final message. */
  async keepFollowing(): Promise<void> {
    this.onLost = () => {
      if (this.finals === 0) setTimeout(() => void this.keepFollowing(), RETRY_MS);
    };
    await this.follow().catch(this.onLost);
  }

  close(): void {
    this.onLost = () => undefined;
    this.socket?.disconnect();
    this.raw?.terminate();
  }

  private async followRaw(): Promise<void> {
    const raw = new WebSocket(`${this.url.replace('http', 'ws')}/ws/${this.name}`);
    this.raw = raw;
    raw.on('message', (data: Buffer) => {
      const update = JSON.parse(data.toString()) as Update;
      if (update.type === 'task_update') this.onUpdate(update);
      if (update.type === 'error') setTimeout(subscribe, RETRY_MS);
    });
    const subscribe = () => {
      if (raw.readyState === WebSocket.OPEN) raw.send(JSON.stringify({ type: 'subscribe_task', task_id: this.task }));
    };
    raw.on('error', () => undefined);
    await new Promise<void>((done, fail) => raw.once('open', done).once('close', fail));
    raw.once('close', () => this.onLost());
    subscribe();
  }

  private onUpdate(update: Update): void {
    if (update.task_id === this.task && isFinal(update)) this.finals++;
  }
}

/** A client that subscribes to tasks and then reads nothing of what it gets. */
export class SilentReader {
  private constructor(private readonly raw: WebSocket) {}

  static async follow(url: string, name: string, tasks: readonly string[]): Promise<SilentReader> {
    const raw = new WebSocket(`${url.replace('http', 'ws')}/ws/${name}`);
    raw.on('error', () => undefined);
    await new Promise<void>((done, fail) => raw.once('open', done).once('close', fail));
    raw.pause();
    for (const task_id of tasks) raw.send(JSON.stringify({ type: 'subscribe_task', task_id }));
    return new SilentReader(raw);
  }

  close(): void {
    this.raw.terminate();
  }
}
