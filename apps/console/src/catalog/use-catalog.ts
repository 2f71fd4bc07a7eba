import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client, request } from '../server/client';
import { live } from '../server/live';
import type { Catalog, CatalogRow, Detection, Mapping } from './catalog-types';

export const isAtWork = ({ state }: Pick<Catalog, 'state'>): boolean =>
  ['reading', 'scoring', 'explaining'].includes(state);

/** A catalogue; while it is at work, its state follows the live updates of its task. */
export function useCatalog(id: string) {
  const query = useQuery({
    queryKey: ['catalog', id],
    queryFn: async ({ signal }): Promise<Catalog> =>
      (await client().http.GET('/catalogs/{catalog_id}', { params: { path: { catalog_id: id } }, signal })).data!,
    refetchInterval: ({ state }) => {
      if (!state.data || !isAtWork(state.data)) return false;
      return state.data.progress.rows_scored === 0 ? 250 : 1_000;
    },
  });
  const task = query.data && isAtWork(query.data) ? query.data.task_id : undefined;
  const { refetch } = query;
  useEffect(() => (task === undefined ? undefined : live.followTask(task, () => void refetch())), [task, refetch]);
  return query;
}

/** The catalogues of the server, newest first; while one is at work, its state is read again. */
export const useCatalogs = () =>
  useQuery({
    queryKey: ['catalogs'],
    queryFn: async ({ signal }) => (await client().http.GET('/catalogs', { signal })).data!.catalogs,
    refetchInterval: ({ state }) => (state.data?.some(isAtWork) ? 5_000 : false),
  });

interface RowPage {
  total: number;
  rows: CatalogRow[];
  next_cursor: string | null;
}

const MAX_PAGE = 1000;

/** All refused rows, in the order of the upload. @throws ProblemError, ServerUnreachableError */
export async function allRefused(id: string): Promise<CatalogRow[]> {
  const rows: CatalogRow[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(MAX_PAGE), ...(cursor ? { cursor } : {}) });
    const page = (await (await request(`/catalogs/${id}/refused?${query}`)).json()) as RowPage;
    rows.push(...page.rows);
    cursor = page.next_cursor;
  } while (cursor);
  return rows;
}

/** The first page of the refused rows. @param count of them, which grows while the table is scored */
export const useRefused = (id: string, count: number, isOn: boolean) =>
  useQuery({
    queryKey: ['refused', id, count],
    enabled: isOn,
    queryFn: async ({ signal }): Promise<RowPage> =>
      (await (await request(`/catalogs/${id}/refused?limit=${MAX_PAGE}`, { signal })).json()) as RowPage,
  });

/** One row; while the catalogue is at work it is read again until it is explained. */
export const useRow = (id: string, key: string, catalog: Catalog | undefined) =>
  useQuery({
    queryKey: ['row', id, key],
    // No row can be read before the whole table has been.
    enabled: catalog !== undefined && catalog.state !== 'reading',
    queryFn: async ({ signal }): Promise<CatalogRow> =>
      (await (await request(`/catalogs/${id}/rows/${key}`, { signal })).json()) as CatalogRow,
    refetchInterval: ({ state }) => (catalog && isAtWork(catalog) && !state.data?.explanation ? 1_000 : false),
  });

/** The first bytes decide how a table is understood. */
const HEAD = 1 << 20;

export async function detectTable(file: File, mapping: Mapping): Promise<Detection> {
  const form = new FormData();
  form.append('mapping', JSON.stringify(mapping));
  form.append('file', file.slice(0, HEAD), file.name);
  return (await (await request('/catalogs/detect', { method: 'POST', body: form })).json()) as Detection;
}

/** @returns the id of the catalogue */
export async function uploadTable(file: File, mapping: Mapping): Promise<string> {
  const form = new FormData();
  if (Object.keys(mapping).length > 0) form.append('mapping', JSON.stringify(mapping));
  form.append('file', file, file.name);
  const response = await request(`/catalogs?${new URLSearchParams({ name: file.name })}`, {
    method: 'POST',
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: form,
  });
  return ((await response.json()) as { catalog_id: string }).catalog_id;
}
