import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Panel, ProbabilityText, VerdictBadge } from '../design/controls';
import { unitText } from '../design/format';
import { request } from '../server/client';
import styles from './catalog.module.css';
import { apiName, type Catalog, type CatalogRow, columnOf, type Detection } from './catalog-types';

interface SameStarProps {
  catalog: Catalog;
  row: CatalogRow;
  detection: Detection | null;
  /** Of the page, so that the links keep the selection. */
  search: string;
}

/** The other candidates of the star, and the row whose ephemeris is the same, as links. */
export function SameStar({ catalog, row, detection, search }: SameStarProps) {
  const id = catalog.catalog_id;
  const [star, name, period] = ['star_id', 'id', 'period'].map((field) => columnOf(detection, field));
  const value = star === undefined ? undefined : row.cells[star];
  const others = useQuery({
    queryKey: ['same-star', id, star, value],
    enabled: Boolean(star && value),
    queryFn: async ({ signal }) => {
      const filter = `${apiName(catalog, star!)}:eq:${value}`;
      const query = new URLSearchParams({ filter, limit: '30', sort: 'key' });
      const response = await request(`/catalogs/${id}/rows?${query}`, { signal });
      return ((await response.json()) as { rows: CatalogRow[] }).rows;
    },
  });
  const rows = others.data?.filter(({ key }) => key !== row.key) ?? [];
  const match = row.result?.match;
  if (rows.length === 0 && !match) return null;
  const href = (key: number) => `/catalog/${id}/row/${key}${search && `?${search}`}`;
  const unit = detection?.columns.find((column) => column.name === period)?.unit_from ?? 'd';
  return (
    <Panel title="Related rows">
      <div className={styles.stack}>
        {match && (
          <p className={styles.finding}>
            {match.sentence} <Link href={href(match.parent.index)}>Open that row</Link>
          </p>
        )}
        {rows.length > 0 && (
          <ul className={styles.related} aria-label="Other candidates of the star">
            {rows.map(({ key, line, cells, result }) => (
              <li key={key}>
                <Link href={href(key)}>{(name && cells[name]) ?? `Line ${line}`}</Link>
                <span>{period && cells[period] && `${cells[period]} ${unitText(unit)}`}</span>
                {result && <VerdictBadge verdict={result.prediction} />}
                {result && (
                  <ProbabilityText
                    why="not explained"
                    value={result.probability}
                    interval={
                      result.p16 !== null && result.p84 !== null ? { p16: result.p16, p84: result.p84 } : undefined
                    }
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
