import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { boundedText } from '@exoplanet/contracts';
import type { EnvDto } from '../environment/env.dto';
import { activeTracer } from '../tracing/tracing';

/** Fields of every log line of the current request or command. */
export interface LogContext {
  request_id?: string;
  /** All ids, where one command carries several requests; `request_id` is the first. */
  request_ids?: string[];
  /** Id of the command that a worker runs. The ids of its tasks begin with it. */
  command?: string;
  /** Of the request's trace, where tracing is on. */
  trace_id?: string;
}

/** Contexts in which Nest logs every module and route at start: useful only at debug level. */
const START_UP = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'NestMicroservice',
]);

/** Maximum length of a text in a log line [characters]: parts of requests can be in it. */
const MAX_TEXT = 4000;

/**
 * Used by workers only. After the first `run`, Node before 24 calls hooks for every promise, which cost the gateway a sixth of
 * its throughput; the few log lines of the gateway add their request id themselves.
 */
export const logContext = new AsyncLocalStorage<LogContext>();

/** Nest's logger, writing with pino: one JSON object a line (or pretty), with the context and the request id. */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(service: string, env: Pick<EnvDto, 'LOG_LEVEL' | 'LOG_FORMAT' | 'DEBUG'>) {
    this.pino = pino({
      level: env.DEBUG ? 'debug' : env.LOG_LEVEL,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: boundedError },
      mixin: () => {
        const trace_id = activeTracer()?.traceId();
        return { ...logContext.getStore(), ...(trace_id ? { trace_id } : {}) };
      },
      ...(env.LOG_FORMAT === 'pretty' && isInstalled('pino-pretty')
        ? { transport: { target: 'pino-pretty', options: { singleLine: true, ignore: 'pid,service' } } }
        : {}),
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(START_UP.has(rest.at(-1) as string) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest passes the context as the last argument, and for errors the stack before it. */
  private write(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    const fields = { ...(context ? { context } : {}), ...(stack ? { stack } : {}) };
    if (message instanceof Error) this.pino[level]({ ...fields, err: message }, boundedText(message.message, MAX_TEXT));
    else if (typeof message === 'object' && message !== null) this.pino[level]({ ...fields, ...message });
    else this.pino[level](fields, boundedText(String(message), MAX_TEXT));
  }
}

function boundedError(error: Error): unknown {
  const { message, stack, ...more } = pino.stdSerializers.err(error);
  return { ...more, message: boundedText(message, MAX_TEXT), stack: boundedText(stack, MAX_TEXT) };
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
