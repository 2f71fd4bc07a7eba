import { type ProblemError, problemErrorOf, ServerUnreachableError } from './errors';

export interface TransportOptions {
  baseUrl: string;
  apiKey?: string;
  /** How often a request is sent again when the server says 429 or 503, after the time it names. */
  retries: number;
}

/** Longest pause before a request is sent again [s], whatever the server names. */
const LONGEST_PAUSE = 30;

/**
 * A `fetch` for our server: it throws for every answer that is no success, names what could not be reached,
 * and repeats what the server was too busy for. A repeated POST carries one idempotency key, so that it makes one task.
 * @throws ProblemError, ServerUnreachableError
 */
export function transport({ baseUrl, apiKey, retries }: TransportOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (apiKey) request.headers.set('authorization', `Bearer ${apiKey}`);
    if (request.method === 'POST' && !request.headers.has('idempotency-key'))
      request.headers.set('idempotency-key', crypto.randomUUID());
    for (let attempt = 0; ; attempt++) {
      const failure = await send(request.clone(), baseUrl);
      if (failure instanceof Response) return failure;
      const busy = failure.status === 429 || failure.status === 503;
      if (!busy || attempt >= retries) throw failure;
      await pause(Math.min(failure.retryAfter ?? 1, LONGEST_PAUSE) * 1000, request.signal);
    }
  };
}

async function send(request: Request, baseUrl: string): Promise<Response | ProblemError> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    request.signal.throwIfAborted();
    throw new ServerUnreachableError(baseUrl, error);
  }
  return response.ok ? response : problemErrorOf(response);
}

/** Waits; ends early with the signal's reason when that is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
