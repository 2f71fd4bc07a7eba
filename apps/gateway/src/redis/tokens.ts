/** Injection tokens of what the gateway gets from outside itself. */
export const ENV = Symbol('EnvDto');
export const CONTROL_CLIENT = Symbol('ClientProxy of the control plane');
export const REDIS = Symbol('Redis connection for heartbeats and cards');
