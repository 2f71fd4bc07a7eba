import { useInfiniteQuery } from '@tanstack/react-query';
import type { components } from '@exoplanet/client';
import { client } from '../server/client';

type Diff = components['schemas']['DiffDto'];
export type ChangedObject = components['schemas']['ChangedObjectDto'];
export type ListedObject = components['schemas']['DiffObjectDto'];

/** The lists of a comparison, with their names on the page. */
export const DIFF_LISTS = [
  ['verdict_changed', 'Another verdict'],
  ['appeared', 'New'],
  ['gone', 'Gone'],
] as const;
export type DiffList = (typeof DIFF_LISTS)[number][0];

export const diffListOf = (search: string): DiffList => {
  const named = new URLSearchParams(search).get('list');
  return DIFF_LISTS.find(([list]) => list === named)?.[0] ?? 'verdict_changed';
};

/** Objects of one list, page by page; the first page also counts the others. @param isReady whether both catalogues are ranked */
export const useDiff = (isReady: boolean, before: string, after: string, list: DiffList) =>
  useInfiniteQuery({
    queryKey: ['diff', before, after, list],
    enabled: isReady,
    staleTime: 60_000,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor, signal }): Promise<Diff> =>
      (
        await client().http.GET('/catalogs/{catalog_id}/diff/{other_id}', {
          params: { path: { catalog_id: before, other_id: after }, query: { list, limit: 50, cursor } },
          signal,
        })
      ).data!,
    getNextPageParam: (last) => last[list].next_cursor ?? undefined,
  });
