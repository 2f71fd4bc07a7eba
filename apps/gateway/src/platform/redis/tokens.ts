/** Injection tokens for connections whose classes do not say what they are for. */
export const CONTROL_CLIENT = Symbol('client of the control plane');
export const REDIS = Symbol('Redis connection for heartbeats and model cards');
