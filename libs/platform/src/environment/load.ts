import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { config as readDotEnv } from 'dotenv';
import { EnvDto } from './env.dto';
import { variables } from './variable';

/** Thrown at start when variables have values that are not allowed. The message names each variable and what is allowed. */
class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Environment: ${problems.join('; ')}`);
    this.name = 'EnvironmentError';
  }
}

/** Variables whose values never appear in a message: passwords, and an address that can hold one. */
const SECRET = /PASSWORD|KEYS|REDIS_URL/;

/** Reads and validates the environment; variables that are not set get their defaults. @throws EnvironmentError */
export function readEnvironment(source: Record<string, string | undefined>): EnvDto {
  const named = Object.fromEntries([...variables().keys()].map((name) => [name, source[name]]));
  const env = plainToInstance(EnvDto, named);
  const problems = validateSync(env, { forbidUnknownValues: true }).flatMap((error) => {
    const secret = SECRET.test(error.property);
    const given = secret ? '' : ` (got ${JSON.stringify(source[error.property])})`;
    return messagesOf(error).map((message) => message + given);
  });
  if (problems.length > 0) throw new EnvironmentError(problems);
  return env;
}

/** The faults of a variable, or of a named part of it. */
function messagesOf({ property, constraints, children = [] }: ValidationError, parent = ''): string[] {
  const own = Object.values(constraints ?? {}).map((message) => (parent ? `${parent}: ${message}` : message));
  const place = /^\d+$/.test(property) ? `${parent}[${property}]` : property;
  return [...own, ...children.flatMap((child) => messagesOf(child, place))];
}

/** Reads `.env` in the working directory and the environment of the process, which takes precedence. A bad value ends the process with code 1 and one line for each fault. */
export function loadEnvironment(): EnvDto {
  readDotEnv({ quiet: true });
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    for (const problem of error.problems) process.stderr.write(`environment: ${problem}\n`);
    process.exit(1);
  }
}
