import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { lastValueFrom, timeout } from 'rxjs';
import { AppError, CONTROL, type ControlReply, type ControlRequest } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { CONTROL_CLIENT } from '../platform/redis/tokens';
import { WorkersService } from '../workers/workers.service';
import { PendingReplies } from './pending-replies';

/** Maximum time to publish a request [ms]. */
const PUBLISH_TIMEOUT = 2000;

/** The replies of the workers to one request. */
export interface ControlAnswers {
  /** Workers that were alive when the request was sent. */
  expected: number;
  replies: { worker: string; ok: boolean; answer: unknown }[];
  /** Live workers that had not replied at the deadline. */
  missing: string[];
}

type ControlPattern = Exclude<keyof typeof CONTROL, 'cancel' | 'reply'>;

export interface ControlRequestOptions {
  /** Id of the HTTP request, for the log lines of the workers. */
  requestId: string;
  /** Asks only this worker. */
  worker?: string;
  /** Longest time to wait for the replies [ms]. */
  deadline: number;
  /** Further fields of the message. */
  fields?: Record<string, unknown>;
}

/**
 * Sends a request to every worker over the control plane and collects one reply from each. Every gateway receives every
 * reply and drops those to requests of other gateways.
 */
@Injectable()
export class ControlService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pending = new Map<string, PendingReplies>();

  constructor(
    private readonly workers: WorkersService,
    private readonly keys: RedisKeys,
    @Inject(CONTROL_CLIENT) private readonly client: ClientProxy,
  ) {}

  /** Connects ahead of the first request. */
  onApplicationBootstrap(): void {
    void this.client.connect().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.pending.forEach((pending) => pending.stop());
  }

  /** @throws AppError WORKER_NOT_FOUND if the named worker is not alive, REDIS_UNAVAILABLE */
  async ask(
    pattern: ControlPattern,
    { requestId, worker, deadline, fields }: ControlRequestOptions,
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

  /** Adds a reply to the request it belongs to. A late reply, or one to another gateway, is dropped. */
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
