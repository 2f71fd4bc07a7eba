import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { type ErrorCode, TaskAcceptedDto, TaskDto } from '@exoplanet/contracts';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { IDEMPOTENCY_KEY_SCHEMA } from './idempotency-key';
import { MAX_WAIT } from './wait';

/** Documents the headers, answers and errors of a route that submits work. @param further errors of this route alone */
export const ApiSubmission = (...further: ErrorCode[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiProblems(
      'VALIDATION_FAILED',
      'MALFORMED_JSON',
      'MODEL_NOT_FOUND',
      'UNSUPPORTED_MEDIA_TYPE',
      'REQUEST_TOO_LARGE',
      ...further,
      'IDEMPOTENCY_KEY_REUSED',
      'REDIS_UNAVAILABLE',
      'OUT_OF_MEMORY',
      'OVERLOADED',
    ),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: IDEMPOTENCY_KEY_SCHEMA,
      description:
        'A repeated request with the same key returns the first task with its state instead of creating another; a task that failed runs again under the same id',
    }),
    ApiHeader({ name: 'Prefer', required: false, description: `\`wait=SECONDS\`, up to ${MAX_WAIT}` }),
    ApiResponse({
      status: 202,
      description: 'The task was accepted; `Location` holds its address',
      type: TaskAcceptedDto,
    }),
    ApiResponse({
      status: 200,
      description: 'The finished task: with `wait`, or when the idempotency key belongs to a finished task',
      type: TaskDto,
    }),
  );
