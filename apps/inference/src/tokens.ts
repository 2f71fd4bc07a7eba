/** Injection tokens for what `main` creates. */
export const ENV = Symbol('EnvDto');
export const IDENTITY = Symbol('WorkerIdentity');
export const REDIS = Symbol('Redis connection for the heartbeat');
export const REPLIES = Symbol('ClientProxy of the control plane, for replies');

/** The identity of this worker. */
export interface WorkerIdentity {
  id: string;
  host: string;
  /** Set once the health server listens. */
  healthAddress: string;
}
