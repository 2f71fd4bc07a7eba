import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { announceReturn } from '../server/returns';
import type { SystemState } from './system-state';

/** When the server or Redis is back, what failed in the meantime is asked for again. */
export function useReturn(kind: SystemState['kind']): void {
  const queries = useQueryClient();
  const wasAway = useRef(false);
  useEffect(() => {
    if (kind === 'away' || kind === 'no_redis') wasAway.current = true;
    else if (wasAway.current && kind !== 'unknown') {
      wasAway.current = false;
      announceReturn();
      void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
    }
  }, [kind, queries]);
}
