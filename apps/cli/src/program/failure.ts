import { ProblemError, ServerUnreachableError, TaskError } from '@exoplanet/client';

/** Thrown when a command cannot be carried out. The message is shown to the user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Maximum number of field errors that are shown for one problem. */
const SHOWN_FIELDS = 10;

/** Advice for an error code, where no server gives one. */
export type AdviceOn = (code: string) => string | undefined;

/** The text of a failure: what happened, which fields, what to do next, and the request id. */
export function failureText(error: unknown, adviceOn: AdviceOn = () => undefined): string {
  const advice = (code: string) => (adviceOn(code) ? `advice: ${adviceOn(code)}` : '');
  if (error instanceof ProblemError) return problemText(error);
  if (error instanceof TaskError)
    return lines([`error: ${error.message}`, advice(error.code), `task: ${error.task.task_id}`]);
  if (error instanceof ServerUnreachableError) {
    return lines([
      `error: ${error.message}`,
      'advice: start the server (./start.sh), or set the address of another one with --server or BASE_URL',
    ]);
  }
  if (!(error instanceof Error)) return lines([`error: ${String(error)}`]);
  const { code, message } = error as { code?: string; message: string };
  return code && adviceOn(code) ? lines([`error: ${code}: ${message}`, advice(code)]) : lines([`error: ${message}`]);
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

const lines = (all: string[]): string =>
  all
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join('');
