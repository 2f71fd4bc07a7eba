import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { Column, ColumnTable } from '@exoplanet/contracts/columnar';
import { classes } from '../design/controls';
import { probability, significant } from '../design/format';
import styles from './catalog.module.css';
import { nextSort } from './selection';
import { firstVisible, ROW, scrollHeight, scrollTo } from './window';

export interface GridColumn {
  name: string;
  title: string;
  type: 'number' | 'text';
  width: number;
}

interface GridProps {
  table: ColumnTable;
  columns: readonly GridColumn[];
  sort: string;
  /** Position of the row that keys act on. */
  focused: number;
  onFocus: (position: number) => void;
  onSort: (sort: string) => void;
  onOpen: (position: number) => void;
}

/** A grid of any number of rows, of which only those in view exist. */
export function Grid({ table, columns, sort, focused, onFocus, onSort, onOpen }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(500);
  const view = height - ROW;
  useEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = scroller.current!;
    element.scrollTop = scrollTo(focused, element.scrollTop, table.rows, element.clientHeight - ROW);
  }, [focused, table.rows]);
  const { row: first, above } = firstVisible(scrollTop, table.rows, view);
  const visible = Math.max(0, Math.min(Math.ceil((view + above) / ROW), table.rows - first));
  const cells = columns.map(({ name }) => table.columns.find((column) => column.name === name));
  const template = {
    ['--columns' as string]: columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(' '),
  } as CSSProperties;
  const keys = (key: string): number | undefined =>
    ({
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + 15,
      PageUp: focused - 15,
      Home: 0,
      End: table.rows - 1,
    })[key];
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      aria-label="Candidates"
      aria-rowcount={table.rows + 1}
      aria-colcount={columns.length}
      aria-activedescendant={`row-${focused}`}
      tabIndex={0}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
      onKeyDown={(event) => {
        const next = keys(event.key);
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(focused);
        if (next === undefined) return;
        event.preventDefault();
        onFocus(Math.max(0, Math.min(table.rows - 1, next)));
      }}
    >
      <div className={styles.gridBody} style={template} role="presentation">
        <div className={styles.gridHead} role="row" aria-rowindex={1}>
          {columns.map(({ name, title, type }) => (
            <div
              key={name}
              role="columnheader"
              className={styles.cell}
              data-type={type}
              aria-sort={sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none'}
            >
              <button
                type="button"
                tabIndex={-1}
                title={`Sort by ${name}`}
                onClick={() => onSort(nextSort(sort, name))}
              >
                {title}
                {sort === name ? ' ↑' : sort === `-${name}` ? ' ↓' : ''}
              </button>
            </div>
          ))}
        </div>
        <div className={styles.gridRows} style={{ transform: `translateY(${-above}px)` }} role="presentation">
          {Array.from({ length: visible }, (_, index) => {
            const position = first + index;
            return (
              <div
                key={position}
                id={`row-${position}`}
                className={styles.gridRow}
                role="row"
                aria-rowindex={position + 2}
                aria-selected={position === focused}
                onClick={() => onFocus(position)}
                onDoubleClick={() => onOpen(position)}
              >
                {columns.map(({ name, type }, at) => (
                  <div key={name} role="gridcell" className={classes(styles.cell)} data-type={type}>
                    {cellText(cells[at], position, name)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <div style={{ height: scrollHeight(table.rows, view) }} role="presentation" />
    </div>
  );
}

const WORDS: Record<string, string> = {
  likely_planet: '● likely planet',
  likely_false_positive: '▲ likely false positive',
  undecided: '◇ undecided',
};

/** The text of a cell; empty where the value is missing. */
function cellText(column: Column | undefined, row: number, name: string): string {
  if (!column) return '';
  if (column.type === 'dictionary') {
    const word = column.words[column.values[row]] ?? '';
    return WORDS[word] ?? word;
  }
  const value = column.values[row];
  if (Number.isNaN(value)) return '';
  if (/^(probability|p16|p50|p84)$/.test(name)) return probability(value);
  return column.type === 'int32' ? String(value) : significant(value, 6);
}

/** The key of the row at a position, as the API names it. */
export const keyAt = (table: ColumnTable, position: number): number | undefined =>
  table.columns.find(({ name }) => name === 'key')?.values[position];
