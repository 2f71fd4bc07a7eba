import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeys } from './api-keys';
import { RolesGuard } from './roles.guard';

/** Who may do what. */
@Global()
@Module({
  providers: [ApiKeys, { provide: APP_GUARD, useClass: RolesGuard }],
  exports: [ApiKeys],
})
export class AuthModule {}
