import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@exoplanet/contracts';
import type { Role } from '@exoplanet/platform';
import { ApiKeys } from './api-keys';
import { ACCESS, type Access } from './roles.decorator';

/** Lets a request through when its key has a role that the route names. A route that names none needs `read` for GET and `submit` for all else. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeys,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.keys.on || context.getType() !== 'http') return true;
    const { caller, method } = context.switchToHttp().getRequest<FastifyRequest>();
    const named = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (named === 'open') return true;
    if (!caller) throw new AppError('UNAUTHORIZED');
    const needed: readonly Role[] = named ?? [method === 'GET' || method === 'HEAD' ? 'read' : 'submit'];
    if (needed.some((role) => caller.roles.has(role))) return true;
    throw new AppError('FORBIDDEN', `The key "${caller.name}" does not have the role ${needed.join(' or ')}`);
  }
}
