import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Piscina } from 'piscina';
import { AppError } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { isTooDeep, nestedTooDeep } from './json-depth';
import type { ParseTask, ParseTaskName, ThreadAnswer } from './parse-task';

/** Largest body of a route that does not take bulk data, and largest JSON before binary tensors [bytes]. */
export const SMALL_BODY = 1024 * 1024;
/** Bodies above this size are parsed on a thread: on the event loop they would delay every other request [bytes]. */
const LARGE_BODY = 4 * 1024 * 1024;
/** How long an idle thread is kept [ms]. */
const IDLE = 30_000;
/** Heap of the thread [MB]: a hostile body ends the thread, not the process. */
const THREAD_HEAP = 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes bulk data: the name of the thread task that parses large bodies. */
    largeJson?: ParseTaskName;
  }
}

/** Parses JSON bodies: small ones at once, large ones on a thread that hands over typed arrays without copying them. */
@Injectable()
export class JsonBody implements OnApplicationShutdown {
  private pool?: Piscina;
  /** The JSON Schemas of the API, for the thread; set once they are known. */
  schemas: Record<string, object> = {};

  constructor(private readonly env: EnvDto) {}

  accept(fastify: FastifyInstance): void {
    const parseSmall = fastify.getDefaultJsonParser('error', 'error');
    fastify.addHook('onRoute', (route) => {
      if (!route.config?.largeJson) route.bodyLimit ??= Math.min(SMALL_BODY, this.env.MAX_BODY_SIZE);
    });
    fastify.removeContentTypeParser('application/json');
    fastify.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer' },
      (request: FastifyRequest, body: Buffer, done) => {
        const { largeJson } = request.routeOptions.config;
        if (body.length === 0) done(null, undefined);
        else if (largeJson && body.length > LARGE_BODY)
          this.parseLarge(largeJson, body).then(
            (value) => done(null, value),
            (error: Error) => done(error),
          );
        else
          void parseSmall(request, body.toString(), (error, value) => {
            if (!error && isTooDeep(value)) done(nestedTooDeep());
            else done(error, value);
          });
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }

  private async parseLarge(name: ParseTaskName, body: Buffer): Promise<unknown> {
    this.pool ??= this.startPool();
    const bytes = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
    const task: ParseTask = { name, bytes, maxRows: this.env.MAX_BATCH_SIZE };
    const answer = (await this.pool.run(task, { transferList: [bytes.buffer] }).catch((error: { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw new AppError('REQUEST_TOO_LARGE', 'The body has too many values');
      throw error;
    })) as ThreadAnswer;
    if ('problem' in answer) throw new AppError(answer.problem.code, answer.problem.message, answer.problem.errors);
    return answer.value;
  }

  private startPool(): Piscina {
    return new Piscina({
      filename: new URL('./large-json.thread.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE,
      workerData: { schemas: this.schemas },
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP },
    });
  }
}
