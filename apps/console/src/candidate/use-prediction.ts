import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../server/client';
import { type CandidateForm, requestOf, searchOf } from './candidate-url';
import { curvesAndFlips, rowsAround } from './what-would-flip';

/** A value that follows another one once that has not changed for a while. @param milliseconds how long */
function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}

/** The prediction for a candidate that a person is changing; while a new one is on its way, the last one stays. */
export function usePrediction(form: CandidateForm) {
  const search = useRested(searchOf(form), 60);
  return useQuery({
    queryKey: ['predict', search],
    queryFn: ({ signal }) => client().predict(requestOf(form), { explain: true, uncertainty: true, signal }),
    enabled: Object.keys(form.values).length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** How the probability depends on each supplied field, and what would change the verdict. */
export function useCurves(
  form: CandidateForm,
  verdict: 'likely_planet' | 'likely_false_positive' | 'undecided' | undefined,
) {
  const search = useRested(searchOf(form), 300);
  return useQuery({
    queryKey: ['curves', search, verdict],
    queryFn: async ({ signal }) => {
      const answers = await client().predictBatch(rowsAround(form), { partial: true, signal });
      return curvesAndFlips(form, answers, verdict!);
    },
    enabled: verdict !== undefined && search === searchOf(form),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
