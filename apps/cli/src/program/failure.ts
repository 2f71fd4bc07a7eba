import { ProblemError, ServerUnreachableError, TaskError } from '@exoplanet/client';
import { ERRORS, type ErrorCode } from '@exoplanet/contracts';

/** Thrown when a command cannot be carried out; the message is what the user reads. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Most field errors of one problem that are shown. */
const SHOWN_FIELDS = 10;

/** What the user reads when something failed: what happened, which fields, what to do, and the request to ask about. */
export function failureText(error: unknown): string {
  if (error instanceof ProblemError) return problemText(error);
  if (error instanceof TaskError) return lines([`error: ${error.message}`, advice(error.code), `task: ${error.task.task_id}`]);
  if (error instanceof ServerUnreachableError) {
    return lines([`error: ${error.message}`, 'advice: start the server (./start.sh), or name another with --server or BASE_URL']);
  }
  const { code, message } = error as { code?: string; message?: string };
  if (code && code in ERRORS) return lines([`error: ${code}: ${message}`, advice(code)]);
  return lines([`error: ${error instanceof Error ? error.message : String(error)}`]);
}

function problemText({ problem }: ProblemError): string {
  const errors = problem.errors ?? [];
  return lines([
    `error: ${problem.code}: ${problem.detail}`,
    ...errors.slice(0, SHOWN_FIELDS).map(({ field, message }) => `  ${field || '(the request)'}: ${message}`),
    errors.length > SHOWN_FIELDS ? `  and ${errors.length - SHOWN_FIELDS} more` : '',
    `advice: ${problem.advice}`,
    problem.request_id ? `request id: ${problem.request_id}` : '',
  ]);
}

const advice = (code: string): string => (code in ERRORS ? `advice: ${ERRORS[code as ErrorCode].advice}` : '');

const lines = (all: string[]): string => all.filter(Boolean).map((line) => `${line}\n`).join('');
