import { useCallback, useEffect, useRef, useState } from 'react';
import { onReturn } from '../../server/returns';

export interface Loaded<T> {
  data?: T;
  error?: unknown;
  retry: () => void;
}

/**
 * Loads something again whenever its version changes, one load at a time: a change during a load waits for its end, so that
 * what changes quickly is still shown, and the last version always is. Another `key` gives up the load of the one before; until
 * the new one is there, the old data stay.
 */
export function useLatestLoad<T>(
  key: string | undefined,
  version: string,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: unknown }>({});
  const [attempt, setAttempt] = useState(0);
  const newest = useRef({ load, version });
  const run = useRef<{ key: string; abort: AbortController; version: string }>(undefined);
  useEffect(() => {
    newest.current = { load, version };
  });
  useEffect(() => {
    if (key === undefined || (run.current?.key === key && !run.current.abort.signal.aborted)) return;
    run.current?.abort.abort();
    const abort = new AbortController();
    const own = (run.current = { key, abort, version: '' });
    void (async () => {
      try {
        while (own.version !== newest.current.version && !abort.signal.aborted) {
          own.version = newest.current.version;
          const data = await newest.current.load(abort.signal);
          if (!abort.signal.aborted) setState({ data });
        }
      } catch (error) {
        if (!abort.signal.aborted) setState(({ data }) => ({ data, error }));
      } finally {
        if (run.current === own) run.current = undefined;
      }
    })();
  }, [key, version, attempt]);
  useEffect(() => () => run.current?.abort.abort(), []);
  const retry = useCallback(() => setAttempt((last) => last + 1), []);
  const hasFailed = state.error !== undefined;
  useEffect(() => (hasFailed ? onReturn(retry) : undefined), [hasFailed, retry]);
  return { ...state, retry };
}
