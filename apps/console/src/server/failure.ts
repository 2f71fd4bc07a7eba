import { ProblemError, ServerUnreachableError, TaskError } from '@exoplanet/client';
import { type ErrorCode, ERRORS, isErrorCode } from '@exoplanet/contracts/browser';

/** What a person can do about a failure: each has a button, or a sentence that says what to change. */
export type FailureAction = 'retry' | 'key' | 'home' | 'change' | 'report' | 'start_worker';

/** A failure as the console shows it. */
export interface Failure {
  code: ErrorCode | 'SERVER_AWAY';
  /** What happened, a sentence. */
  sentence: string;
  /** What to do next, a sentence. */
  advice: string;
  action: FailureAction;
  /** Fields that are wrong. */
  fields: { field: string; message: string }[];
  /** To find it in the server's log. */
  requestId?: string;
  /** Seconds until another attempt makes sense. */
  retryAfter?: number;
}

/** Sentences for people at a page, where the catalogue's advice speaks to programs. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  UNAUTHORIZED: 'Enter an API key. It is kept until this tab is closed.',
  FORBIDDEN: 'Enter a key with the role that this needs, or ask the operator of the server.',
  TASK_NOT_FOUND:
    'Results are kept for a limited time. Submit the data again; the address of this page has its settings.',
  PAYLOAD_EXPIRED:
    'Results are kept for a limited time. Submit the data again; the address of this page has its settings.',
  LIGHT_CURVE_INVALID: 'Correct the file, or choose another one.',
  NO_WORKERS: 'Start a worker with ./start.sh worker. What was submitted waits until then.',
  VALIDATION_FAILED: 'Correct the values named above.',
  NOT_FOUND: 'The gateway may be older than this page. Reload the page.',
};

/** Every code of the catalogue leads to an action, new ones by their status. */
function actionOf(code: ErrorCode): FailureAction {
  if (code === 'UNAUTHORIZED' || code === 'FORBIDDEN') return 'key';
  if (code === 'NO_WORKERS') return 'start_worker';
  const { status, retryable }: { status: number; retryable: boolean } = ERRORS[code];
  if (status === 404 || status === 410 || code === 'LIGHT_CURVE_INVALID') return 'home';
  if (retryable || status === 429 || status === 408 || status === 503 || status === 504) return 'retry';
  return status >= 500 ? 'report' : 'change';
}

/** A failure in words, from whatever was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ProblemError) {
    const { problem, retryAfter } = thrown;
    const fields = problem.errors ?? [];
    return {
      // Fields say more than the detail does, which repeats them.
      ...ofCode(problem.code, fields.length > 0 ? undefined : problem.detail),
      fields,
      requestId: problem.request_id || undefined,
      retryAfter,
    };
  }
  if (thrown instanceof TaskError && thrown.task.error)
    return ofCode(thrown.task.error.code, thrown.task.error.message);
  if (thrown instanceof TaskError) return ofCode('CANCELLED');
  if (thrown instanceof ServerUnreachableError)
    return {
      code: 'SERVER_AWAY',
      sentence: 'The server does not answer.',
      advice: 'The page tries again by itself. What you have entered stays here.',
      action: 'retry',
      fields: [],
    };
  return ofCode('INTERNAL_ERROR', thrown instanceof Error ? thrown.message : String(thrown));
}

/** @param detail what happened in this case; the catalogue's title where there is none */
export function ofCode(code: string, detail?: string): Failure {
  const known: ErrorCode = isErrorCode(code) ? code : 'INTERNAL_ERROR';
  const { title, advice } = ERRORS[known];
  return {
    code: known,
    sentence: asSentence(detail && detail !== title ? `${title}: ${lowered(detail)}` : title),
    advice: asSentence(ADVICE[known] ?? advice),
    action: actionOf(known),
    fields: [],
  };
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A sentence after a colon begins with a small letter, unless its first word is a name or an abbreviation. */
const lowered = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);
