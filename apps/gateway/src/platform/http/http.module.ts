import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { EnvDto } from '@exoplanet/platform';
import { BodyBudget } from './body-budget';
import { BodyWatchdog } from './body-watchdog';
import { JsonBody } from './json-body';
import { ProblemFilter } from './problem.filter';
import { RouteTable } from './route-table';
import { DtoValidationPipe } from './validation.pipe';

/** Every DTO is validated and every error becomes a problem answer (RFC 9457). */
@Module({
  providers: [
    BodyWatchdog,
    BodyBudget,
    JsonBody,
    RouteTable,
    { provide: ProblemFilter, inject: [EnvDto], useFactory: (env: EnvDto) => new ProblemFilter(env.DEBUG) },
    { provide: APP_FILTER, useExisting: ProblemFilter },
    { provide: APP_PIPE, useClass: DtoValidationPipe },
  ],
})
export class HttpModule {}
