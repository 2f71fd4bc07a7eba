import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Role } from '@exoplanet/platform';
import { ApiProblems } from '../http/api-problems.decorator';

export const ACCESS = Symbol('access to a route');

/** Roles of which the caller needs one, or `open` to everybody. */
export type Access = readonly Role[] | 'open';

/** Names of the security schemes in the OpenAPI document. */
export const SCHEMES = { bearer: 'bearer', header: 'api_key' } as const;

/** The route needs a key with one of these roles, where keys are on. The OpenAPI document lists them as `x-roles`. */
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
