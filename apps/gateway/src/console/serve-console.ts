import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isConsolePage, wantsHtml } from './console-pages';

/** Where the build puts the console, beside the gateway. */
const FOLDER = resolve(import.meta.dirname, '../console');

/** Nothing but this origin, and no inline script or style. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the console to browsers. A gateway that was built without it serves the API alone. */
export async function serveConsole(fastify: FastifyInstance, folder = FOLDER): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await fastify.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    // Their names hold a hash of their content.
    immutable: true,
    maxAge: '1y',
  });
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return;
    if (!isConsolePage(request.url)) return;
    reply.header('vary', 'accept');
    if (!wantsHtml(request.headers.accept)) return;
    reply.header('content-security-policy', POLICY);
    return reply.sendFile('index.html', folder, { maxAge: 0, immutable: false });
  });
}
