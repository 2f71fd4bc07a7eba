import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { config as readDotEnv } from 'dotenv';
import { EnvDto } from './env.dto';
import { variables } from './variable';

/** Thrown at start when a variable has a value that is not allowed; the message names each one and what is allowed. */
class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Environment: ${problems.join('; ')}`);
    this.name = 'EnvironmentError';
  }
}

/** Reads the environment, checked and with defaults. @throws EnvironmentError */
export function readEnvironment(source: Record<string, string | undefined>): EnvDto {
  const named = Object.fromEntries([...variables().keys()].map((name) => [name, source[name]]));
  const env = plainToInstance(EnvDto, named);
  const problems = validateSync(env, { forbidUnknownValues: true }).flatMap((error) => {
    const secret = error.property.includes('PASSWORD') || error.property.includes('KEYS');
    const given = secret ? '' : ` (got ${JSON.stringify(source[error.property])})`;
    return messagesOf(error).map((message) => message + given);
  });
  if (problems.length > 0) throw new EnvironmentError(problems);
  return env;
}

/** What is wrong with a variable, or with a part of it, which is then named. */
function messagesOf({ property, constraints, children = [] }: ValidationError, parent = ''): string[] {
  const own = Object.values(constraints ?? {}).map((message) => (parent ? `${parent}: ${message}` : message));
  const place = /^\d+$/.test(property) ? `${parent}[${property}]` : property;
  return [...own, ...children.flatMap((child) => messagesOf(child, place))];
}

/** Reads `.env` of the working directory and the process's environment, which wins; a bad value ends the process with code 1 and one line. */
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
