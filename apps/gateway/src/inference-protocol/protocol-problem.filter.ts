import { AppError } from '@exoplanet/contracts';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem, toAppError } from '../http/problem.filter';

/** Answers with a problem that also has the member `error`, where clients of the Open Inference Protocol look for the text. */
@Catch()
export class ProtocolProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { code, message, errors, extra } = toAppError(thrown, false);
    const request = http.getRequest<FastifyRequest>();
    if (code === 'INTERNAL_ERROR') this.logger.error({ request_id: request.id, err: thrown });
    sendProblem(http.getResponse<FastifyReply>(), request, new AppError(code, message, errors, { ...extra, error: message }));
  }
}
