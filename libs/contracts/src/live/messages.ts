import type { ErrorCode } from '../errors/catalogue';
import type { TaskProgressDto, TaskStatus } from '../tasks/task.dto';
import type { WorkerHeartbeat } from '../workers/heartbeat';

/** The messages that a client may send: on socket.io the event's name is the type; on the raw WebSocket each frame is one JSON object. */
export type ClientMessage =
  | { type: 'subscribe_task'; task_id: string }
  | { type: 'unsubscribe_task'; task_id: string }
  | { type: 'subscribe_workers' }
  | { type: 'unsubscribe_workers' }
  | { type: 'ping' };

/** The messages that the server sends. */
export type ServerMessage =
  | { type: 'subscription_confirmed'; task_id?: string; topic: 'task' | 'workers' }
  | { type: 'unsubscribed'; task_id?: string; topic: 'task' | 'workers' }
  | {
      type: 'task_update';
      task_id: string;
      status: TaskStatus;
      progress: TaskProgressDto;
      result?: unknown;
      error?: { code: ErrorCode; message: string } | null;
      timestamp: string;
    }
  | { type: 'workers_update'; workers: WorkerHeartbeat[]; timestamp: string }
  | { type: 'pong'; timestamp: string }
  | { type: 'error'; code: ErrorCode; message: string };

export const CLIENT_MESSAGE_TYPES = [
  'subscribe_task',
  'unsubscribe_task',
  'subscribe_workers',
  'unsubscribe_workers',
  'ping',
] as const;
