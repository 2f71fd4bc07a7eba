import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import {
  AppError,
  type ClientMessage,
  type CommandId,
  isFinal,
  type ServerMessage,
  type TaskId,
  type TaskProgressDto,
} from '@exoplanet/contracts';
import { type JobEvent, JobsClient } from '@exoplanet/job-transport';
import { EnvDto } from '@exoplanet/platform';
import { toAppError } from '../platform/http/problem.filter';
import { statusOf } from '../tasks/found-task';
import { KINDS } from '../tasks/kinds';
import { taskUpdateJson } from '../tasks/task-json';
import { TasksService } from '../tasks/tasks.service';
import { WorkersService } from '../workers/workers.service';
import { parseClientMessage } from './client-message';
import type { Protocol, Subscriber } from './subscriber';
import { TaskSubscriptions } from './task-subscriptions';
import { TaskUpdate } from './task-update';

/** How often a task's state is read for its subscribers before the hub gives up, after about half a minute. */
const UPDATE_ATTEMPTS = 20;

const now = () => new Date().toISOString();

/**
 * Sends live updates to subscribers. Every gateway receives every job event and serves its own subscribers, so several
 * gateways share nothing.
 */
@Injectable()
export class LiveHub implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('live');
  private readonly connected = new Set<Subscriber>();
  private readonly subscriptions = new TaskSubscriptions();
  private readonly workerSubscribers = new Set<Subscriber>();
  /** Tasks whose state is being read because somebody subscribed. */
  private readonly reads = new WeakMap<Subscriber, Set<TaskId>>();
  private readonly events: Subscription[] = [];
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly jobs: JobsClient,
    private readonly tasks: TasksService,
    private readonly workers: WorkersService,
    private readonly env: EnvDto,
  ) {}

  onModuleInit(): void {
    for (const kind of KINDS) {
      const events = this.jobs.events(kind, (id) => this.subscriptions.hasTasksOf(id as CommandId));
      this.events.push(
        events.subscribe((event) => {
          // Final events may have been missed: each subscriber that waits for one gets the present state.
          const tasks =
            event.type === 'gap' ? this.subscriptions.allTasks() : this.subscriptions.tasksOf(event.id as CommandId);
          for (const task of tasks) this.onEvent(task, event);
        }),
      );
    }
    this.timer = setInterval(() => void this.updateWorkers(), this.env.TELEMETRY_UPDATE_INTERVAL * 1000);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.events.forEach((subscription) => subscription.unsubscribe());
  }

  /** Number of connected clients. */
  count(protocol: Protocol): number {
    return [...this.connected].filter((subscriber) => subscriber.protocol === protocol).length;
  }

  connect(subscriber: Subscriber): void {
    this.connected.add(subscriber);
  }

  disconnect(subscriber: Subscriber): void {
    this.connected.delete(subscriber);
    this.subscriptions.removeAll(subscriber);
    this.workerSubscribers.delete(subscriber);
  }

  /** Handles whatever a client sent. Never rejects: the client gets an error message and stays connected. */
  async receive(subscriber: Subscriber, message: unknown): Promise<void> {
    try {
      await this.execute(subscriber, parseClientMessage(message));
    } catch (error) {
      const { code, message: text } = toAppError(error, this.env.DEBUG);
      subscriber.send({ type: 'error', code, message: text });
    }
  }

  private async execute(subscriber: Subscriber, message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'ping':
        return subscriber.send({ type: 'pong', timestamp: now() });
      case 'subscribe_workers':
        this.workerSubscribers.add(subscriber);
        subscriber.send({ type: 'subscription_confirmed', topic: 'workers' });
        return subscriber.send({ type: 'workers_update', workers: await this.workers.list(), timestamp: now() });
      case 'unsubscribe_workers':
        this.workerSubscribers.delete(subscriber);
        return subscriber.send({ type: 'unsubscribed', topic: 'workers' });
      case 'subscribe_task': {
        const { id } = await this.tasks.findFor(subscriber.caller, message.task_id);
        this.subscriptions.add(subscriber, id);
        subscriber.send({ type: 'subscription_confirmed', topic: 'task', task_id: id });
        // Read after subscribing, so that nothing is missed in between.
        return this.updateOne(id, subscriber);
      }
      case 'unsubscribe_task':
        this.subscriptions.remove(subscriber, message.task_id as TaskId);
        return subscriber.send({ type: 'unsubscribed', topic: 'task', task_id: message.task_id });
    }
  }

  private onEvent(id: TaskId, event: JobEvent): void {
    if (event.type !== 'active' && event.type !== 'progress') return void this.update(id);
    // The event itself has the progress: reading the task could show a later state and skip this step.
    const progress = (event.progress as TaskProgressDto | undefined) ?? { fraction: 0 };
    const update: ServerMessage = {
      type: 'task_update',
      task_id: id,
      status: 'processing',
      progress,
      timestamp: now(),
    };
    for (const subscriber of this.subscriptions.subscribersOf(id)) subscriber.send(update);
  }

  /** Sends a new subscriber the state of its task. A repeated subscription waits for the read that is in progress. */
  private async updateOne(id: TaskId, subscriber: Subscriber): Promise<void> {
    const reads = this.reads.get(subscriber) ?? new Set();
    if (reads.has(id)) return;
    this.reads.set(subscriber, reads.add(id));
    await this.update(id, subscriber);
    reads.delete(id);
  }

  /** Sends the state of a task to one subscriber, or to all of the task, and tries again until they have it. */
  private async update(id: TaskId, only?: Subscriber): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.sendState(id, only);
      } catch (error) {
        if (error instanceof AppError && error.code === 'TASK_NOT_FOUND')
          return this.logger.warn(`task ${id} is no longer kept; its subscribers get no final state`);
        const isLast = attempt === UPDATE_ATTEMPTS || this.subscriptions.subscribersOf(id).length === 0;
        const next = isLast ? 'its subscribers get no final state' : 'trying again';
        this.logger.warn(`the state of task ${id} could not be read, ${next}: ${String(error)}`);
        if (isLast) return;
        await delay(Math.min(100 * 2 ** attempt, 2000));
      }
    }
  }

  /** The final state ends the subscription, so that it is sent once, although an event and a new subscription may both read it. */
  private async sendState(id: TaskId, only?: Subscriber): Promise<void> {
    const task = await this.tasks.find(id);
    const update = new TaskUpdate(isFinal(statusOf(task)), await taskUpdateJson(task));
    for (const subscriber of this.subscriptions.subscribersOf(id)) {
      if (only && subscriber !== only) continue;
      subscriber.sendUpdate(update);
      if (update.isFinal) this.subscriptions.remove(subscriber, id);
    }
  }

  private async updateWorkers(): Promise<void> {
    if (this.workerSubscribers.size === 0) return;
    try {
      const update: ServerMessage = { type: 'workers_update', workers: await this.workers.list(), timestamp: now() };
      this.workerSubscribers.forEach((subscriber) => subscriber.send(update));
    } catch (error) {
      this.logger.debug(`no update of the workers: ${String(error)}`);
    }
  }
}
