import { QueryClient } from '@tanstack/react-query';
import { ExoplanetClient, ProblemError, problemErrorOf, ServerUnreachableError } from '@exoplanet/client';
import { storedKey } from './api-key';

/** The typed client for the gateway that served this page. Pages show every failure, so nothing is repeated silently. */
export const client = (): ExoplanetClient =>
  new ExoplanetClient({ baseUrl: location.origin, apiKey: storedKey(), retries: 0 });

/** A failure that the same request may not meet again soon. */
const isPassing = (error: unknown): boolean =>
  error instanceof ServerUnreachableError || (error instanceof ProblemError && [429, 503].includes(error.status));

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => isPassing(error) && count < 2,
      retryDelay: (count, error) =>
        error instanceof ProblemError && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** count,
    },
  },
});

/**
 * A request to a route that has no typed method.
 * @throws ProblemError, ServerUnreachableError
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = storedKey();
  if (key) headers.set('authorization', `Bearer ${key}`);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    init.signal?.throwIfAborted();
    throw new ServerUnreachableError(location.origin, error);
  }
  if (response.ok) return response;
  throw await problemErrorOf(response);
}
