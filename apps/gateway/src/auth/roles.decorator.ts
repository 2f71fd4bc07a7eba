import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Role } from '@exoplanet/platform';
import { ApiProblems } from '../http/problems.decorator';

export const ACCESS = Symbol('roles that a route needs');

/** What a route needs: one of these roles, or nothing. */
export type Access = readonly Role[] | 'open';

/** Names of the security schemes in the OpenAPI document. */
export const SCHEMES = { bearer: 'bearer', header: 'api_key' } as const;

/** The route needs a key with one of these roles, where keys are on. The OpenAPI document tells them as `x-roles`. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ACCESS, roles),
    ApiProblems('UNAUTHORIZED', 'FORBIDDEN'),
    ApiSecurity(SCHEMES.bearer),
    ApiSecurity(SCHEMES.header),
    ApiExtension('x-roles', roles),
  );

/** The route needs no key. */
export const Open = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, 'open' satisfies Access);
