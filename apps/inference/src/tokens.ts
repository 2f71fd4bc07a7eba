/** Injection tokens of what the worker gets from outside itself. */
export const ENV = Symbol('EnvDto');
export const IDENTITY = Symbol('WorkerIdentity');
export const REDIS = Symbol('Redis connection for the heartbeat');
export const REPLIES = Symbol('ClientProxy of the control plane, for replies');

/** Who this worker is. */
export interface WorkerIdentity {
  id: string;
  host: string;
  /** Set once the health server listens. */
  healthAddress: string;
}
