import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { AppError, CONTROL, type ControlFailure, type ControlReply, type ControlRequest } from '@exoplanet/contracts';
import { ModelError } from '@exoplanet/model-runtime';
import { logContext, RedisKeys } from '@exoplanet/platform';
import { IDENTITY, REPLIES, type WorkerIdentity } from '../tokens';

/** Executes control requests that are meant for this worker, and sends the outcome to the gateways. */
@Injectable()
export class ControlReplies implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('control');

  constructor(
    private readonly keys: RedisKeys,
    @Inject(IDENTITY) private readonly identity: WorkerIdentity,
    @Inject(REPLIES) private readonly client: ClientProxy,
  ) {}

  /** Connects before the first request, so that log lines of the connection carry no request id. */
  onApplicationBootstrap(): void {
    void (this.client.connect() as Promise<void>).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    await (this.client.close() as Promise<void>).catch(() => undefined);
  }

  /** Never rejects: a failure becomes the reply. */
  async execute(request: ControlRequest, work: () => unknown): Promise<void> {
    const { system, worker, request_id } = request;
    if (system !== this.keys.prefix || (worker !== undefined && worker !== this.identity.id)) return;
    await logContext.run({ request_id }, async () => {
      try {
        this.reply(request, true, await work());
      } catch (error) {
        const failure = failureOf(error);
        this.logger.warn(`${failure.code}: ${failure.message}`);
        this.reply(request, false, failure);
      }
    });
  }

  private reply({ system, request }: ControlRequest, ok: boolean, answer: unknown): void {
    const reply: ControlReply = { system, request, worker: this.identity.id, ok, answer };
    this.client
      .emit(CONTROL.reply, reply)
      .subscribe({ error: (error: unknown) => this.logger.debug(`a reply could not be sent: ${String(error)}`) });
  }
}

function failureOf(error: unknown): ControlFailure {
  if (error instanceof AppError || error instanceof ModelError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL_ERROR', message: error instanceof Error ? error.message : String(error) };
}
