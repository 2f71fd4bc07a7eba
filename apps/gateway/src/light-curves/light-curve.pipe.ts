import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AnalyzeCommand } from '@exoplanet/contracts';
import { EnvDto } from '@exoplanet/platform';
import { validationError } from '../platform/http/validation.pipe';
import { analyzeOptionsFrom } from './analyze-options';
import { columnsFrom } from './json-columns';
import { readForm } from './upload-form';

/** The request itself, for `LightCurvePipe`: a form can only be read from the request. */
export const LightCurveBody = createParamDecorator((_data: unknown, context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** Reads and validates a light curve with its options, from a form or from JSON. */
@Injectable()
export class LightCurvePipe implements PipeTransform<FastifyRequest, Promise<AnalyzeCommand>> {
  constructor(private readonly env: EnvDto) {}

  /** @throws AppError VALIDATION_FAILED, REQUEST_TOO_LARGE */
  async transform(request: FastifyRequest): Promise<AnalyzeCommand> {
    if (request.isMultipart()) {
      const { files, fields } = await readForm(request, this.env.MAX_BODY_SIZE);
      return { files, ...analyzeOptionsFrom(fields) };
    }
    const { columns, fields } = columnsFrom(objectFrom(request.body));
    return { columns, ...analyzeOptionsFrom(fields) };
  }
}

function objectFrom(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw validationError([
    { field: '', message: 'the body must be an object with time and flux, or a form with files' },
  ]);
}
