import type { Problem, Task } from './types';

/** Thrown when the server answers with an error: its problem details, or what can be read from an answer of another form. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    /** Seconds to wait before another attempt, from `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(`${problem.code}: ${problem.detail}`);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): Problem['code'] {
    return this.problem.code;
  }
}

/** Thrown when there is no answer: the address cannot be reached, or the connection broke. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';

  constructor(
    readonly baseUrl: string,
    cause: unknown,
  ) {
    super(`no answer from ${baseUrl}: ${reasonOf(cause)}`, { cause });
  }
}

/** Thrown when a task ended without a result: it failed or was cancelled. */
export class TaskError extends Error {
  override readonly name = 'TaskError';

  constructor(readonly task: Task) {
    super(task.error ? `${task.error.code}: ${task.error.message}` : `task ${task.task_id} was ${task.status}`);
  }

  get code(): string {
    return this.task.error?.code ?? 'CANCELLED';
  }
}

/** `fetch` throws "fetch failed"; the reason is in `cause`, or in `errors` where several addresses were tried. */
function reasonOf(thrown: unknown): string {
  const { cause, errors, code, message } = (thrown ?? {}) as {
    cause?: unknown;
    errors?: unknown[];
    code?: string;
    message?: string;
  };
  if (cause !== undefined) return reasonOf(cause);
  if (errors?.length) return reasonOf(errors[0]);
  return [message, code].find(Boolean) ?? String(thrown);
}

/** The error of an answer whose status is not 2xx. */
export async function problemErrorOf(response: Response): Promise<ProblemError> {
  const text = await response.text();
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  return new ProblemError(
    problemIn(text) ?? otherAnswer(response, text),
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

function problemIn(text: string): Problem | undefined {
  try {
    const body = JSON.parse(text) as Partial<Problem> | null;
    return typeof body?.code === 'string' && typeof body.detail === 'string' ? (body as Problem) : undefined;
  } catch {
    return undefined;
  }
}

/** A problem for the answer of a proxy, or of another program at that address. */
function otherAnswer(response: Response, text: string): Problem {
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: response.status === 404 ? 'NOT_FOUND' : 'INTERNAL_ERROR',
    detail: `the answer is HTTP ${response.status}${text ? `: ${text.slice(0, 200)}` : ''}`,
    advice: 'Check that the address belongs to an exoplanet server.',
    request_id: response.headers.get('x-request-id') ?? '',
  };
}
