import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeys } from './api-keys';
import { OriginCheck } from './origin-check';
import { RolesGuard } from './roles.guard';

/** Who may do what: API keys with roles, and without keys a check of the browser's origin. */
@Global()
@Module({
  providers: [ApiKeys, OriginCheck, { provide: APP_GUARD, useClass: RolesGuard }],
  exports: [ApiKeys, OriginCheck],
})
export class AuthModule {}
