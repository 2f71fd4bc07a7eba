import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { requiredBody } from '../platform/http/required-body';
import { validationError } from '../platform/http/validation-error';
import { withoutNulls } from '../platform/http/without-nulls';
import { analyzeOptionsFrom } from './analyze-options';
import { columnsFrom } from './json-columns';
import { readForm } from './upload-form';
import { type SpooledUpload, UploadSpool } from './upload-spool';

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Request and reply, for `LightCurvePipe`: a form is read from the request, and discarded after the reply. */
export const LightCurveBody = createParamDecorator((_data: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest<FastifyRequest>(), reply: http.getResponse<FastifyReply>() };
});

/** A validated light curve: its files on disk, or its columns. */
export type LightCurveRequest = Omit<AnalyzeCommand, 'files'> & { upload?: SpooledUpload };

/** Reads and validates a light curve with its options, from a form or from JSON. */
@Injectable()
export class LightCurvePipe implements PipeTransform<Exchange, Promise<LightCurveRequest>> {
  constructor(
    private readonly spool: UploadSpool,
    private readonly env: EnvDto,
  ) {}

  /** @throws AppError VALIDATION_FAILED, REQUEST_TOO_LARGE, OVERLOADED */
  async transform({ request, reply }: Exchange): Promise<LightCurveRequest> {
    if (request.isMultipart()) {
      const upload = this.spool.start();
      reply.raw.once('close', () => void upload.discard());
      const fields = await readForm(request, upload, this.env.MAX_BODY_SIZE);
      return { upload, ...analyzeOptionsFrom(fields) };
    }
    const { columns, fields } = columnsFrom(objectFrom(requiredBody(request.body)));
    return { columns, ...analyzeOptionsFrom(withoutNulls(fields)) };
  }
}

function objectFrom(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw validationError([
    { field: '', message: 'the body must be an object with time and flux, or a form with files' },
  ]);
}
