import { type Role, ROLES } from '@exoplanet/platform';

/** Who makes a request. */
export interface Caller {
  /** Name of the API key; undefined where keys are off. */
  readonly name?: string;
  readonly roles: ReadonlySet<Role>;
}

/** Everybody, where keys are off. */
export const ANYONE: Caller = { roles: new Set(ROLES) };

/** Whether a task belongs to the caller. Where keys are off, every task belongs to everybody. */
export const owns = (caller: Caller, owner: string | undefined): boolean =>
  caller.name === undefined || caller.name === owner;

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined where keys are on and the request has no valid one. */
    caller?: Caller;
  }
}
