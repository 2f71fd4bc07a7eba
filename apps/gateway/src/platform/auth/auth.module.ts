import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeys } from './api-keys';
import { OriginCheck } from './origin-check';
import { RateLimit } from './rate-limit';
import { RolesGuard } from './roles.guard';

/** Who may do what: API keys with roles, how often, and without keys a check of the browser's origin. */
@Global()
@Module({
  providers: [ApiKeys, OriginCheck, RateLimit, { provide: APP_GUARD, useClass: RolesGuard }],
  exports: [ApiKeys, OriginCheck, RateLimit],
})
export class AuthModule {}
