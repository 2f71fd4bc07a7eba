import { type CSSProperties, useEffect, useRef, useState } from 'react';
import styles from './catalog.module.css';
import type { GridColumn } from './grid-columns';
import { GridRow } from './grid-row';
import { nextSort } from './selection';
import { type Order, useWindow } from './table/use-table';
import { firstVisible, ROW, scrollHeight, scrollTo } from './window';

interface GridProps {
  order: Order;
  /** Of the columns in the worker. */
  revision: unknown;
  columns: readonly GridColumn[];
  sort: string;
  /** Position of the row that keys act on. */
  focused: number;
  onFocus: (position: number) => void;
  onSort: (sort: string) => void;
  onOpen: (position: number) => void;
  /** Asked to show only rows like this cell. */
  onLike: (column: GridColumn, position: number) => void;
}

/** Rows are read in blocks, one beside those in view: scrolling shows no empty row, and reads only at every block. */
const BLOCK = 24;

/** A grid of any number of rows, of which only those in view exist. */
export function Grid({ order, revision, columns, sort, focused, onFocus, onSort, onOpen, onLike }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(500);
  const { rows } = order;
  const view = height - ROW;
  useEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = scroller.current!;
    element.scrollTop = scrollTo(focused, element.scrollTop, rows, element.clientHeight - ROW);
  }, [focused, rows]);
  const { row: first, above } = firstVisible(scrollTop, rows, view);
  const visible = Math.max(0, Math.min(Math.ceil((view + above) / ROW), rows - first));
  const from = Math.max(0, (Math.floor(first / BLOCK) - 1) * BLOCK);
  const wanted = 3 * BLOCK + Math.ceil(view / ROW);
  const names = columns.map(({ name }) => name);
  const read = useWindow(order, from, wanted, names, revision);
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
      End: rows - 1,
    })[key];
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      aria-label="Candidates"
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-activedescendant={`row-${focused}`}
      aria-busy={read === undefined}
      tabIndex={0}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
      onKeyDown={(event) => {
        const next = keys(event.key);
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(focused);
        if (next === undefined) return;
        event.preventDefault();
        onFocus(Math.max(0, Math.min(rows - 1, next)));
      }}
    >
      <div className={styles.gridBody} style={template} role="presentation">
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
                tabIndex={-1}
                title={hint ? `${hint}. Sort by it` : `Sort by ${name}`}
                onClick={() => onSort(nextSort(sort, name))}
              >
                {title}
                {sort === name ? ' ↑' : sort === `-${name}` ? ' ↓' : ''}
              </button>
            </div>
          ))}
        </div>
        <div className={styles.gridRows} style={{ transform: `translateY(${-above}px)` }} role="presentation">
          {read &&
            Array.from({ length: visible }, (_, index) => {
              const position = first + index;
              return (
                <GridRow
                  key={position}
                  position={position}
                  cells={read.cells[position - read.first]}
                  columns={columns}
                  isFocused={position === focused}
                  onFocus={onFocus}
                  onOpen={onOpen}
                  onLike={onLike}
                />
              );
            })}
        </div>
      </div>
      {/* The head takes a row of the view, so the last row needs as much more. */}
      <div style={{ height: scrollHeight(rows, view) + ROW }} role="presentation" />
    </div>
  );
}
