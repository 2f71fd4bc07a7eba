import { createServer, type Server } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type ConnectionOptions, Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { JobsClient } from '@exoplanet/job-transport';
import { EnvDto, keyPrefix } from '@exoplanet/platform';
import { ApiKeys } from '../platform/auth/api-keys';
import { OriginCheck } from '../platform/auth/origin-check';
import { KINDS } from '../tasks/kinds';
import { QueuePage } from './queue-page';

/** Path of the page on the gateway's own port. */
const PATH = '/monitor';

/** The queue page, at `/monitor` of the gateway and at the root of MONITOR_PORT. */
@Injectable()
export class MonitorService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('monitor');
  private readonly queues: Queue[];
  private readonly mounted: QueuePage;
  private readonly standalone: QueuePage;
  private server?: Server;

  constructor(
    jobs: JobsClient,
    keys: ApiKeys,
    origins: OriginCheck,
    private readonly env: EnvDto,
  ) {
    // Shares the connection of the jobs: a page requested while Redis is down must fail at once, too.
    const connection = jobs.unwrap<ConnectionOptions>();
    const open = (kind: string) =>
      new Queue(kind, {
        connection,
        prefix: keyPrefix(env),
        skipVersionCheck: true,
        skipWaitingForReady: true,
        skipMetasUpdate: true,
      });
    this.queues = KINDS.map(open);
    this.queues.forEach((queue) => queue.on('error', (error) => this.logger.debug(error.message)));
    const queues = () => this.queues;
    this.mounted = new QueuePage({ basePath: PATH, keys, origins, queues });
    this.standalone = new QueuePage({ basePath: '', keys, origins, queues });
  }

  /** Adds the page to the gateway's routes. */
  mount(fastify: FastifyInstance): void {
    for (const url of [PATH, `${PATH}/*`]) {
      fastify.get(url, async (request, reply) => {
        reply.hijack();
        await this.mounted.handle(request.raw, reply.raw);
      });
    }
  }

  /** If the port is taken, the gateway still starts, and the page is available at `/monitor` only. */
  onApplicationBootstrap(): void {
    const { MONITOR_PORT: port, HOST: host } = this.env;
    if (port === 0) return;
    this.server = createServer((request, response) => void this.standalone.handle(request, response));
    this.server.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened: ${error.message}`;
      this.logger.warn(`MONITOR_PORT ${port} ${reason}; the queue page is at ${PATH} of the gateway's port`);
    });
    this.server.listen(port, host, () => this.logger.log(`queue page on port ${port}`));
  }

  async onApplicationShutdown(): Promise<void> {
    this.server?.close();
    this.server?.closeAllConnections();
    await Promise.allSettled([
      this.mounted.close(),
      this.standalone.close(),
      ...this.queues.map((queue) => queue.close()),
    ]);
  }
}
