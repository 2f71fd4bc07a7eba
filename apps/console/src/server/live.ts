import { io, type Socket } from 'socket.io-client';
import type { ServerMessage } from '@exoplanet/contracts/browser';
import { storedKey } from './api-key';

export type Connection = 'connecting' | 'connected' | 'reconnecting' | 'refused';
type TaskUpdate = Extract<ServerMessage, { type: 'task_update' }>;
type WorkersUpdate = Extract<ServerMessage, { type: 'workers_update' }>;

/**
 * The live connection of this tab. It reconnects by itself and subscribes again to what its readers want, so that the
 * only trace of an outage for readers is the state of the connection.
 */
class Live {
  private socket?: Socket;
  private readonly tasks = new Map<string, Set<(update: TaskUpdate) => void>>();
  private readonly workers = new Set<(update: WorkersUpdate) => void>();
  private readonly listeners = new Set<() => void>();
  connection: Connection = 'connecting';

  /** For `useSyncExternalStore`. */
  readonly onConnection = (listener: () => void): (() => void) => {
    this.open();
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  followTask(id: string, reader: (update: TaskUpdate) => void): () => void {
    const readers = this.tasks.get(id) ?? new Set();
    this.tasks.set(id, readers.add(reader));
    this.open().emit('subscribe_task', { task_id: id });
    return () => {
      readers.delete(reader);
      if (readers.size > 0) return;
      this.tasks.delete(id);
      this.socket?.emit('unsubscribe_task', { task_id: id });
    };
  }

  followWorkers(reader: (update: WorkersUpdate) => void): () => void {
    this.workers.add(reader);
    this.open().emit('subscribe_workers', {});
    return () => {
      this.workers.delete(reader);
      if (this.workers.size === 0) this.socket?.emit('unsubscribe_workers', {});
    };
  }

  /** Connects again, with the key that is stored now. */
  restart(): void {
    this.socket?.disconnect();
    this.socket = undefined;
    this.open();
  }

  private open(): Socket {
    if (this.socket) return this.socket;
    const socket = io({ auth: { token: storedKey() }, transports: ['websocket'], reconnectionDelayMax: 3_000 });
    this.socket = socket;
    socket.on('connect', () => {
      this.become('connected');
      // What was emitted before the connection was buffered; after a lost one the server has forgotten us.
      for (const id of this.tasks.keys()) socket.emit('subscribe_task', { task_id: id });
      if (this.workers.size > 0) socket.emit('subscribe_workers', {});
    });
    socket.on('disconnect', (reason) => {
      this.become('reconnecting');
      if (reason === 'io server disconnect') socket.connect();
    });
    // Where the gateway itself refuses, because the key is missing or wrong, socket.io does not try again.
    socket.on('connect_error', () => this.become(socket.active ? 'reconnecting' : 'refused'));
    socket.on('task_update', (update: TaskUpdate) => this.tasks.get(update.task_id)?.forEach((read) => read(update)));
    socket.on('workers_update', (update: WorkersUpdate) => this.workers.forEach((read) => read(update)));
    return socket;
  }

  private become(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.listeners.forEach((listener) => listener());
  }
}

export const live = new Live();
