import { useLocation } from 'wouter';
import { controls } from '../design/controls';
import type { Catalog } from './catalog-types';
import { isAtWork, useCatalogs } from './use-catalog';

/** Leads to what changed between this catalogue and another one; the earlier of the two comes first. */
export function CompareWith({ catalog }: { catalog: Catalog }) {
  const [, navigate] = useLocation();
  const all = useCatalogs();
  const others = all.data?.filter((other) => other.catalog_id !== catalog.catalog_id && !isAtWork(other)) ?? [];
  if (others.length === 0) return null;
  const open = (id: string) => {
    const other = others.find(({ catalog_id }) => catalog_id === id);
    if (!other) return;
    const [before, after] = [catalog, other].sort((a, b) => a.created_at.localeCompare(b.created_at));
    navigate(`/catalog/${before.catalog_id}/diff/${after.catalog_id}`);
  };
  return (
    <select
      className={`${controls.field} ${controls.narrow}`}
      aria-label="Compare with another catalogue"
      value=""
      onChange={({ target }) => open(target.value)}
    >
      <option value="">Compare with…</option>
      {others.map(({ catalog_id: id, name, created_at: at }) => (
        <option key={id} value={id}>
          {name}, {at.slice(0, 16).replace('T', ' ')}
        </option>
      ))}
    </select>
  );
}
