import { Transform, type TransformCallback } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { EnvDto } from '@exoplanet/platform';
import { ByteBudget } from './byte-budget';
import { sendProblem, toAppError } from './problem.filter';

/** Bodies up to this size are not counted: many of them fit into what a process needs anyway [bytes]. */
const UNCOUNTED = 64 * 1024;

/** Bounds the memory for the bodies of all requests in progress. Forms are not in memory: see `UploadSpool`. */
@Injectable()
export class BodyBudget {
  private readonly budget: ByteBudget;
  private readonly debug: boolean;

  constructor({ BODY_MEMORY_LIMIT, DEBUG }: EnvDto) {
    this.budget = new ByteBudget(BODY_MEMORY_LIMIT, 'request bodies');
    this.debug = DEBUG;
  }

  /** Rejects bodies beyond the budget, before they are read. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('preParsing', (request, reply, payload, done) => {
      const { headers } = request;
      const hasUnknownSize = headers['transfer-encoding'] !== undefined || payload !== request.raw;
      const length = Number(headers['content-length'] ?? 0);
      if (
        (length <= UNCOUNTED && !hasUnknownSize) ||
        headers['content-type']?.startsWith('multipart/') ||
        request.routeOptions.config?.streamedBody
      )
        return done(null, payload);
      if (hasUnknownSize) {
        const counted = new CountedBody(payload.receivedEncodedLength, (bytes) => this.take(bytes, reply));
        payload.on('error', (error) => counted.destroy(error));
        // The parser listens only while it reads: a body that fails before or after that must not end the process.
        counted.on('error', () => undefined);
        return done(null, payload.pipe(counted));
      }
      try {
        this.take(length, reply);
        done(null, payload);
      } catch (error) {
        sendProblem(reply, request, toAppError(error, this.debug));
      }
    });
  }

  /** Takes bytes until the answer to the request has been sent, or its connection closed. */
  private take(bytes: number, reply: FastifyReply): void {
    this.budget.take(bytes);
    reply.raw.once('close', () => this.budget.give(bytes));
  }
}

/** A body of unknown size, chunked or inflated, counted in steps while it arrives. */
class CountedBody extends Transform {
  private arrived = 0;
  private counted = UNCOUNTED;

  constructor(
    readonly receivedEncodedLength: number | undefined,
    private readonly onBytes: (bytes: number) => void,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.arrived += chunk.length;
    try {
      while (this.arrived > this.counted) {
        // Doubles the step each time, so that a large body takes few.
        this.onBytes(this.counted);
        this.counted *= 2;
      }
      done(null, chunk);
    } catch (error) {
      done(error as Error);
    }
  }
}
