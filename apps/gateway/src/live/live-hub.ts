import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import {
  AppError,
  CLIENT_MESSAGE_TYPES,
  type ClientMessage,
  type CommandId,
  isFinal,
  parseTaskId,
  type ServerMessage,
  type TaskErrorDto,
  type TaskId,
  type TaskProgressDto,
} from '@exoplanet/contracts';
import { type JobEvent, JobsClient } from '@exoplanet/job-transport';
import { EnvDto } from '@exoplanet/platform';
import type { Caller } from '../auth/caller';
import { toAppError } from '../http/problem.filter';
import { ENV } from '../redis/tokens';
import { KINDS } from '../tasks/kinds';
import { statusOf, taskJson, TasksService } from '../tasks/tasks.service';
import { WorkersService } from '../workers/workers.service';

export type Protocol = 'socket.io' | 'websocket';

/** One connected client, whatever the protocol. */
export interface Subscriber {
  readonly protocol: Protocol;
  readonly caller: Caller;
  send(message: ServerMessage): void;
}

/** Most tasks that one connection follows at a time. */
const MOST_TASKS = 10_000;

const now = () => new Date().toISOString();

/**
 * Brings live updates to those who asked for them. Every gateway hears every job event and tells its own subscribers,
 * so several gateways need nothing between them.
 */
@Injectable()
export class LiveHub implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('live');
  private readonly followers = new Map<TaskId, Set<Subscriber>>();
  private readonly followed = new Map<Subscriber, Set<TaskId>>();
  /** Followed tasks by the command that carries them: that is what a job event names. */
  private readonly tasksOf = new Map<CommandId, Set<TaskId>>();
  private readonly present = new Set<Subscriber>();
  private readonly workerFollowers = new Set<Subscriber>();
  private readonly subscriptions: Subscription[] = [];
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly jobs: JobsClient,
    private readonly tasks: TasksService,
    private readonly workers: WorkersService,
    @Inject(ENV) private readonly env: EnvDto,
  ) {}

  onModuleInit(): void {
    for (const kind of KINDS) {
      const events = this.jobs.events(kind, (id) => this.tasksOf.has(id as CommandId));
      this.subscriptions.push(
        events.subscribe((event) => this.tasksOf.get(event.id as CommandId)?.forEach((task) => this.hear(task, event))),
      );
    }
    this.timer = setInterval(() => void this.updateWorkers(), this.env.TELEMETRY_UPDATE_INTERVAL * 1000);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.subscriptions.forEach((subscription) => subscription.unsubscribe());
  }

  /** Number of clients that are connected. */
  connected(protocol: Protocol): number {
    let count = 0;
    for (const subscriber of this.present) if (subscriber.protocol === protocol) count++;
    return count;
  }

  /** Takes note of a client that has come. */
  enter(subscriber: Subscriber): void {
    this.present.add(subscriber);
  }

  /** Handles whatever a client sent. Never throws: what is wrong is told to the client, and the connection stays. */
  async receive(subscriber: Subscriber, message: unknown): Promise<void> {
    try {
      await this.handle(subscriber, checked(message));
    } catch (error) {
      const { code, message: text } = toAppError(error, this.env.DEBUG);
      subscriber.send({ type: 'error', code, message: text });
    }
  }

  /** Forgets a client that is gone. */
  leave(subscriber: Subscriber): void {
    this.present.delete(subscriber);
    for (const task of this.followed.get(subscriber) ?? []) this.unfollow(subscriber, task);
    this.followed.delete(subscriber);
    this.workerFollowers.delete(subscriber);
  }

  private async handle(subscriber: Subscriber, message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'ping':
        return subscriber.send({ type: 'pong', timestamp: now() });
      case 'subscribe_workers':
        this.workerFollowers.add(subscriber);
        subscriber.send({ type: 'subscription_confirmed', topic: 'workers' });
        return subscriber.send({ type: 'workers_update', workers: await this.workers.list(), timestamp: now() });
      case 'unsubscribe_workers':
        this.workerFollowers.delete(subscriber);
        return subscriber.send({ type: 'unsubscribed', topic: 'workers' });
      case 'subscribe_task': {
        const { id } = await this.tasks.findFor(subscriber.caller, message.task_id);
        if ((this.followed.get(subscriber)?.size ?? 0) >= MOST_TASKS)
          throw new AppError('TOO_MANY_REQUESTS', `A connection follows at most ${MOST_TASKS} tasks`);
        this.follow(subscriber, id);
        subscriber.send({ type: 'subscription_confirmed', topic: 'task', task_id: id });
        // Read after the subscription stands, so that nothing is missed in between.
        return this.update(id, subscriber);
      }
      case 'unsubscribe_task':
        this.unfollow(subscriber, message.task_id as TaskId);
        return subscriber.send({ type: 'unsubscribed', topic: 'task', task_id: message.task_id });
    }
  }

  private follow(subscriber: Subscriber, id: TaskId): void {
    const { command } = parseTaskId(id)!;
    addTo(this.followers, id, subscriber);
    addTo(this.followed, subscriber, id);
    addTo(this.tasksOf, command, id);
  }

  private unfollow(subscriber: Subscriber, id: TaskId): void {
    removeFrom(this.followed, subscriber, id);
    removeFrom(this.followers, id, subscriber);
    const command = parseTaskId(id)?.command;
    if (command && !this.followers.has(id)) removeFrom(this.tasksOf, command, id);
  }

  /** Tells a step of a running task, or reads how it ended. */
  private hear(id: TaskId, event: JobEvent): void {
    if (event.type !== 'active' && event.type !== 'progress') return void this.update(id);
    // Told from the event itself: a task that is read may have ended meanwhile, and its steps would be skipped.
    const progress = event.type === 'progress' ? (event.progress as TaskProgressDto) : { fraction: 0 };
    const update: ServerMessage = {
      type: 'task_update',
      task_id: id,
      status: 'processing',
      progress,
      timestamp: now(),
    };
    this.followers.get(id)?.forEach((follower) => follower.send(update));
  }

  /** Tells a task's state to one subscriber, or to all who follow it; after the final state nobody follows it any more. */
  private async update(id: TaskId, only?: Subscriber): Promise<void> {
    try {
      const task = await this.tasks.find(id);
      const status = statusOf(task);
      const { progress, result, error } = JSON.parse(await taskJson(task)) as {
        progress: { fraction: number };
        result: unknown;
        error: TaskErrorDto | null;
      };
      const final = isFinal(status);
      const update: ServerMessage = {
        type: 'task_update',
        task_id: id,
        status,
        progress,
        ...(final ? { result, error } : {}),
        timestamp: now(),
      };
      const receivers = only ? [only] : [...(this.followers.get(id) ?? [])];
      for (const receiver of receivers) {
        receiver.send(update);
        if (final) this.unfollow(receiver, id);
      }
    } catch (error) {
      this.logger.debug(`no update of task ${id}: ${String(error)}`);
    }
  }

  private async updateWorkers(): Promise<void> {
    if (this.workerFollowers.size === 0) return;
    try {
      const update: ServerMessage = { type: 'workers_update', workers: await this.workers.list(), timestamp: now() };
      this.workerFollowers.forEach((subscriber) => subscriber.send(update));
    } catch (error) {
      this.logger.debug(`no update of the workers: ${String(error)}`);
    }
  }
}

/** A message in a form of the union. @throws AppError naming what is wrong */
function checked(message: unknown): ClientMessage {
  const wrong = (field: string, text: string) => new AppError('VALIDATION_FAILED', text, [{ field, message: text }]);
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw wrong('', 'a message must be a JSON object with a type');
  const { type, task_id: task } = message as { type?: unknown; task_id?: unknown };
  if (!CLIENT_MESSAGE_TYPES.includes(type as never))
    throw wrong('type', `type must be one of ${CLIENT_MESSAGE_TYPES.join(', ')}`);
  const needsTask = type === 'subscribe_task' || type === 'unsubscribe_task';
  if (needsTask && (typeof task !== 'string' || !parseTaskId(task)))
    throw new AppError('TASK_NOT_FOUND', 'task_id must name a task');
  return message as ClientMessage;
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function removeFrom<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set?.delete(value) && set.size === 0) map.delete(key);
}
