import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import type { ApiKeys } from '../platform/auth/api-keys';
import type { OriginCheck } from '../platform/auth/origin-check';
import { keyOrPassword } from '../platform/auth/presented-key';
import { sendProblem } from '../platform/http/problem.filter';
import { addSecurityHeaders } from '../platform/http/security-headers';

export interface QueuePageOptions {
  /** Path of the page without a trailing slash; empty for the root. */
  basePath: string;
  keys: ApiKeys;
  origins: OriginCheck;
  queues: () => Queue[];
}

/**
 * bull-board: shows waiting, running and finished jobs. It is read-only, because a job carries the tasks of several callers:
 * tasks are cancelled with `DELETE /tasks/{task_id}`, and workers have their own routes. Where keys are on, the page needs
 * one with the role `operate`, which a browser asks for as a password. It is large, so it is loaded on the first request.
 */
export class QueuePage {
  private readonly logger = new Logger('monitor');
  private page?: Promise<FastifyInstance>;

  constructor(private readonly options: QueuePageOptions) {}

  /** Answers a request whose URL begins with the base path. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.page ??= this.load();
    const page = await this.page.catch((error: unknown) => this.logger.error(error));
    if (!page) return void response.writeHead(500).end();
    request.url = request.url?.slice(this.options.basePath.length).replace(/^(?!\/)/, '/');
    page.routing(request, response);
  }

  async close(): Promise<void> {
    const page = await this.page?.catch(() => undefined);
    await page?.close();
  }

  private async load(): Promise<FastifyInstance> {
    const { basePath, keys, origins, queues } = this.options;
    const [{ createBullBoard }, { BullMQAdapter }, { FastifyAdapter }, { fastify }] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/fastify'),
      import('fastify'),
    ]);
    const page = fastify();
    addSecurityHeaders(page);
    origins.protect(page);
    page.addHook('onRequest', async (request, reply) => {
      const caller = await keys.identify(keyOrPassword(request.headers), request.ip);
      if (caller?.roles.has('operate')) return;
      void reply.header(
        'www-authenticate',
        'Basic realm="queues: any name, an API key with the role operate as password", charset="UTF-8"',
      );
      // Also for a key without the role, so that the browser asks for another one.
      sendProblem(
        reply,
        request,
        new AppError('UNAUTHORIZED', caller ? `The key "${caller.name}" does not have the role operate` : undefined),
      );
    });
    const adapter = new FastifyAdapter();
    createBullBoard({
      queues: queues().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: 'Exoplanet queues' } },
    });
    adapter.setBasePath(basePath);
    await page.register(adapter.registerPlugin());
    await page.ready();
    return page;
  }
}
