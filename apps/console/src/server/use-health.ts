import { useQuery } from '@tanstack/react-query';
import { ServerUnreachableError } from '@exoplanet/client';

/** The part of `GET /health` that the console shows. Its body is the same when the state is bad. */
export interface Health {
  status: 'ok' | 'degraded' | 'error' | 'shutting_down';
  details: {
    redis?: { status: string };
    queue?: { status: string; waiting?: number; prioritized?: number; delayed?: number; active?: number };
    workers?: { status: string; count?: number };
    models?: { served?: string[] };
  };
  system?: { version: string; tasks_processed: number; mean_processing_time_ms: number | null };
}

/** The state of the system, read every few seconds. */
export const useHealth = () =>
  useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }): Promise<Health> => {
      const response = await fetch('/health', { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new ServerUnreachableError(location.origin, error);
      });
      return (await response.json()) as Health;
    },
    refetchInterval: 4_000,
    retry: false,
  });
