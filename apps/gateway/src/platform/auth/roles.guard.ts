import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import type { Role } from '@exoplanet/platform';
import { ApiKeys } from './api-keys';
import { ACCESS, type Access } from './roles.decorator';

/** Allows a request whose key has one of the route's roles. A route without roles needs `read` for GET and `submit` otherwise. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeys,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.keys.on || context.getType() !== 'http') return true;
    const { caller, method } = context.switchToHttp().getRequest<FastifyRequest>();
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'open') return true;
    if (!caller) throw new AppError('UNAUTHORIZED');
    const needed: readonly Role[] = access ?? [method === 'GET' || method === 'HEAD' ? 'read' : 'submit'];
    if (needed.some((role) => caller.roles.has(role))) return true;
    throw new AppError('FORBIDDEN', `The key "${caller.name}" does not have the role ${needed.join(' or ')}`);
  }
}
