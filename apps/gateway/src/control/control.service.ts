import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { lastValueFrom, timeout } from 'rxjs';
import { AppError, CONTROL, type ControlReply, type ControlRequest } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { CONTROL_CLIENT } from '../redis/tokens';
import { WorkersService } from '../workers/workers.service';
import { PendingReplies } from './pending-replies';

/** Longest time that Redis may take to pass a request on [ms]. */
const PUBLISH_TIMEOUT = 2000;

/** What the workers answered. */
export interface ControlAnswers {
  /** Workers that were alive when the request was sent. */
  expected: number;
  replies: { worker: string; ok: boolean; answer: unknown }[];
  /** Live workers that had not replied at the deadline. */
  missing: string[];
}

type ControlPattern = Exclude<keyof typeof CONTROL, 'cancel' | 'reply'>;

export interface ControlQuestion {
  /** Id of the HTTP request that asks. */
  requestId: string;
  /** Only this worker is asked. */
  worker?: string;
  /** Longest time to wait for the replies [ms]. */
  deadline: number;
  /** Further fields of the message. */
  fields?: Record<string, unknown>;
}

/**
 * Asks the workers over the control plane: one event that every worker hears, and one event back from each. Every gateway
 * hears every reply and keeps those to its own requests.
 */
@Injectable()
export class ControlService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pending = new Map<string, PendingReplies>();

  constructor(
    private readonly workers: WorkersService,
    private readonly keys: RedisKeys,
    @Inject(CONTROL_CLIENT) private readonly client: ClientProxy,
  ) {}

  /** Connects before the first request does. */
  onApplicationBootstrap(): void {
    void this.client.connect().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.pending.forEach((pending) => pending.stop());
  }

  /** @throws AppError WORKER_NOT_FOUND when the worker named is not alive, REDIS_UNAVAILABLE */
  async ask(
    pattern: ControlPattern,
    { requestId, worker, deadline, fields }: ControlQuestion,
  ): Promise<ControlAnswers> {
    const live = new Set((await this.workers.list()).map(({ id }) => id));
    if (worker !== undefined && !live.has(worker))
      throw new AppError('WORKER_NOT_FOUND', `No live worker is named ${JSON.stringify(worker)}`);
    const expected = worker === undefined ? live : new Set([worker]);
    const request: ControlRequest = {
      ...fields,
      system: this.keys.prefix,
      request: randomUUID(),
      request_id: requestId,
      ...(worker === undefined ? {} : { worker }),
    };
    const pending = new PendingReplies(expected, deadline);
    this.pending.set(request.request, pending);
    try {
      await this.emit(CONTROL[pattern], request);
      const replies = await pending.done;
      const replied = new Set(replies.map((reply) => reply.worker));
      return {
        expected: expected.size,
        replies: replies.map(({ worker, ok, answer }) => ({ worker, ok, answer })),
        missing: [...expected].filter((id) => !replied.has(id)),
      };
    } finally {
      pending.stop();
      this.pending.delete(request.request);
    }
  }

  /** Takes a reply to whichever request it belongs to; one to another gateway, or one that comes too late, to none. */
  receive(reply: ControlReply): void {
    if (reply.system === this.keys.prefix) this.pending.get(reply.request)?.add(reply);
  }

  private async emit(pattern: string, request: ControlRequest): Promise<void> {
    try {
      await lastValueFrom(this.client.emit(pattern, request).pipe(timeout(PUBLISH_TIMEOUT)), {
        defaultValue: undefined,
      });
    } catch {
      throw new AppError('REDIS_UNAVAILABLE');
    }
  }
}
