import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Prediction } from '@exoplanet/client';
import { client } from '../server/client';
import { type CandidateForm, candidateOf, requestOf, searchOf } from './candidate-url';
import { curvesAndFlips, rowsAround } from './what-would-flip';

/** A value that follows another one once that has not changed for a while. @param milliseconds how long */
export function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}

/** The prediction for the candidate of an address; while it is on its way, the last one stays. Without a value it is null. */
export function predictionQuery(search: string) {
  const form = candidateOf(search);
  const isEmpty = Object.keys(form.values).length === 0;
  return queryOptions<Prediction | null>({
    queryKey: ['predict', search],
    queryFn: ({ signal }) => client().predict(requestOf(form), { explain: true, uncertainty: true, signal }),
    enabled: !isEmpty,
    initialData: isEmpty ? null : undefined,
    placeholderData: (last) => last ?? undefined,
    staleTime: 60_000,
  });
}

/** The prediction for a candidate that a person is changing. */
export const usePrediction = (form: CandidateForm) => useQuery(predictionQuery(useRested(searchOf(form), 60)));

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
    placeholderData: verdict === undefined ? undefined : keepPreviousData,
    staleTime: 60_000,
  });
}
