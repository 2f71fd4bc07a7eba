export * from './environment/env.dto';
export * from './environment/load';
export { variables, type VariableOptions } from './environment/variable';
export * from './event-loop';
export * from './logging/pino-logger';
export * from './redis/connection';
export * from './redis/keys';
export * from './version';
