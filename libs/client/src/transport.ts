import { type ProblemError, problemErrorOf, ServerUnreachableError } from './errors';

export interface TransportOptions {
  baseUrl: string;
  apiKey?: string;
  /** How many times a request is repeated after 429 or 503, each time after the pause that the server names. */
  retries: number;
}

/** Maximum pause before a request is repeated [s], whatever the server names. */
const MAX_PAUSE = 30;

/**
 * A `fetch` for our server. It throws for every answer without success, names an address that cannot be reached, and repeats
 * requests while the server is busy. A repeated POST keeps its idempotency key, so that it creates one task only.
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
      await pause(Math.min(failure.retryAfter ?? 1, MAX_PAUSE) * 1000, request.signal);
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

/** Waits. Rejects early, with the reason of the signal, when the signal is aborted. */
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
