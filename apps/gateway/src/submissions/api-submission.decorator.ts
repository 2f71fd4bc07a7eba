import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { TaskAcceptedDto, TaskDto } from '@exoplanet/contracts';
import { MAX_WAIT } from './wait';

/** Documents the headers and answers of a route that submits work. */
export const ApiSubmission = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'A repeated request with the same key returns the first task instead of creating another',
    }),
    ApiHeader({ name: 'Prefer', required: false, description: `\`wait=SECONDS\`, up to ${MAX_WAIT}` }),
    ApiResponse({
      status: 202,
      description: 'The task was accepted; `Location` holds its address',
      type: TaskAcceptedDto,
    }),
    ApiResponse({ status: 200, description: 'With `wait`: the finished task', type: TaskDto }),
  );
