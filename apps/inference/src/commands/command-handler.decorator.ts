import { applyDecorators, Controller, UseFilters, UseInterceptors } from '@nestjs/common';
import { CommandContextInterceptor } from './command-context.interceptor';
import { JobFailureFilter } from './job-failure.filter';

/** A controller that handles commands of the job transport. */
export const CommandHandler = (): ClassDecorator =>
  applyDecorators(Controller(), UseInterceptors(CommandContextInterceptor), UseFilters(JobFailureFilter));
