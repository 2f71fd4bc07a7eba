/** Injection tokens for connections that share a class, such as two Redis clients. */
export const CONTROL_CLIENT = Symbol('client of the control plane');
export const REDIS = Symbol('Redis connection for heartbeats and model cards');
