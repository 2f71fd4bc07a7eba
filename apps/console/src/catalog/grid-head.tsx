import { memo } from 'react';
import styles from './catalog.module.css';
import type { GridColumn } from './grid-columns';
import { nextSort } from './selection';

interface GridHeadProps {
  columns: readonly GridColumn[];
  sort: string;
  onSort: (sort: string) => void;
}

/** The names of the columns; each sorts by its column. */
export const GridHead = memo(function GridHead({ columns, sort, onSort }: GridHeadProps) {
  return (
    <div className={styles.gridHead} role="row" aria-rowindex={1}>
      {columns.map(({ name, title, hint, type }) => (
        <div
          key={name}
          role="columnheader"
          className={styles.cell}
          data-type={type}
          aria-sort={sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none'}
        >
          <button
            type="button"
            title={hint ? `${hint}. Sort by it` : `Sort by ${name}`}
            onClick={() => onSort(nextSort(sort, name))}
          >
            {title}
            {sort === name ? ' ↑' : sort === `-${name}` ? ' ↓' : ''}
          </button>
        </div>
      ))}
    </div>
  );
});
