import type { Problem, Task } from './types';

/** Thrown when the server answers with an error: what `application/problem+json` says, or as much as an answer of another form tells. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    /** Seconds after which the server asks to try again. */
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

/** Thrown when no answer came: nobody listens there, or the connection broke. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';

  constructor(
    readonly baseUrl: string,
    cause: unknown,
  ) {
    super(`no answer from ${baseUrl}: ${reasonOf(cause)}`, { cause });
  }
}

/** Thrown when a task ended without a result: it failed, or was cancelled. */
export class TaskError extends Error {
  override readonly name = 'TaskError';

  constructor(readonly task: Task) {
    super(task.error ? `${task.error.code}: ${task.error.message}` : `task ${task.task_id} was ${task.status}`);
  }

  get code(): string {
    return this.task.error?.code ?? 'CANCELLED';
  }
}

/** fetch says "fetch failed" and keeps the reason in the cause, or in the errors of one for each address tried. */
function reasonOf(thrown: unknown): string {
  const { cause, errors, code, message } = (thrown ?? {}) as {
    cause?: unknown;
    errors?: unknown[];
    code?: string;
    message?: string;
  };
  if (cause !== undefined) return reasonOf(cause);
  if (errors?.length) return reasonOf(errors[0]);
  return message || code || String(thrown);
}

/** The error of an answer that is none of success. */
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

/** What a proxy, or another program at that address, answered. */
function otherAnswer(response: Response, text: string): Problem {
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: response.status === 404 ? 'NOT_FOUND' : 'INTERNAL_ERROR',
    detail: `the answer is HTTP ${response.status}${text ? `: ${text.slice(0, 200)}` : ''}`,
    advice: 'Check that the address is that of an exoplanet server.',
    request_id: response.headers.get('x-request-id') ?? '',
  };
}
