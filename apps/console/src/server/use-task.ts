import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isFinal, type Task } from '@exoplanet/client';
import { client } from './client';
import { live } from './live';

/** While a task runs it is also read now and then: an update that the live connection lost does not matter. */
const SAFETY_READ_MS = 3_000;

/** A task, kept up to date by live updates until it has ended. */
export function useTask(id: string) {
  const queries = useQueryClient();
  const key = ['task', id];
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client().task(id, signal),
    refetchInterval: ({ state }) => (state.data && isFinal(state.data.status) ? false : SAFETY_READ_MS),
    staleTime: Infinity,
  });
  const ended = query.data !== undefined && isFinal(query.data.status);
  useEffect(() => {
    if (ended) return;
    return live.followTask(id, ({ status, progress }) => {
      if (isFinal(status)) void queries.invalidateQueries({ queryKey: ['task', id] });
      else queries.setQueryData<Task>(['task', id], (task) => task && { ...task, status, progress });
    });
  }, [id, ended, queries]);
  return query;
}
