import type { CatalogDto } from '@exoplanet/contracts';
import { until } from '@exoplanet/dev';
import { call } from './http';

/** Uploads a table as the body of the request; returns the id of its catalogue. */
export async function upload(
  url: string,
  table: string | Uint8Array,
  query = '',
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${url}/catalogs${query}`, {
    method: 'POST',
    body: table as string,
    headers: { 'content-type': 'text/csv', ...headers },
  });
  const body = (await response.json()) as { catalog_id: string };
  if (response.status !== 202) throw new Error(`${response.status}: ${JSON.stringify(body)}`);
  return body.catalog_id;
}

export const catalogOf = async (url: string, id: string): Promise<CatalogDto> =>
  (await call<CatalogDto>(`${url}/catalogs/${id}`)).body;

/** The catalogue once the work on it has ended. */
export async function finished(url: string, id: string, seconds = 60): Promise<CatalogDto> {
  let catalog: CatalogDto | undefined;
  const hasEnded = async () => {
    catalog = await catalogOf(url, id);
    return ['completed', 'failed', 'cancelled'].includes(catalog.state);
  };
  await until(`catalogue ${id} to end`, hasEnded, { seconds, everyMs: 20 });
  return catalog!;
}

/** A table with our own field names: the same rows for the same number, planets and giants in turn. */
export function madeTable(rows: number, from = 0): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const row = from + index;
    const big = row % 3 === 0;
    return [
      `R${row}`,
      'KEPLER',
      (1 + (row % 97) * 0.37).toFixed(5),
      big ? 22 + (row % 7) : (1 + (row % 5) * 0.4).toFixed(2),
      big ? 30000 + row : 200 + (row % 400),
      (2 + (row % 11) * 0.3).toFixed(2),
      `note, "${row}"`,
    ]
      .map((cell) => (/[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell))
      .join(',');
  });
  return ['id,source,period,radius,depth,duration,remark', ...lines, ''].join('\n');
}
