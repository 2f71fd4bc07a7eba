import { type CSSProperties, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import styles from './catalog.module.css';
import type { GridColumn } from './grid-columns';
import { GridHead } from './grid-head';
import { GridRow } from './grid-row';
import { type Order, useWindow } from './table/use-table';
import { firstVisible, originOf, positionOfSlot, ROW, scrollHeight, scrollTo } from './window';

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

/**
 * A grid of any number of rows, of which only those in view exist. Scrolling moves the layer of the rows; a row that leaves the
 * view gives its elements to one that enters it, and the others are not touched.
 */
export function Grid({ order, revision, columns, sort, focused, onFocus, onSort, onOpen, onLike }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(500);
  const { rows } = order;
  const view = height - ROW;
  const origin = originOf(first);
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
  /** Moves the layer to where the grid is scrolled; returns the first row in view. */
  const move = useCallback(() => {
    const { row, above } = firstVisible(scroller.current!.scrollTop, rows, view);
    layer.current!.style.transform = `translateY(${(origin - row) * ROW - above}px)`;
    return row;
  }, [rows, view, origin]);
  useLayoutEffect(() => setFirst(move()), [move]);
  const slots = Math.ceil(view / ROW) + 1;
  const from = Math.max(0, (Math.floor(first / BLOCK) - 1) * BLOCK);
  const wanted = 3 * BLOCK + slots;
  const read = useWindow(order, from, wanted, columns, revision);
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
      onScroll={() => {
        const row = move();
        // Shown in this frame: a later one would show a gap.
        if (row !== first) flushSync(() => setFirst(row));
      }}
      onKeyDown={(event) => {
        const next = keys(event.key);
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(focused);
        if (next === undefined) return;
        event.preventDefault();
        onFocus(Math.max(0, Math.min(rows - 1, next)));
      }}
    >
      <div className={styles.gridBody} style={template} role="presentation">
        <GridHead columns={columns} sort={sort} onSort={onSort} />
        <div ref={layer} className={styles.gridRows} role="presentation">
          {read &&
            Array.from({ length: slots }, (_, slot) => {
              const position = positionOfSlot(slot, first, slots);
              if (position >= rows) return null;
              return (
                <GridRow
                  key={slot}
                  position={position}
                  top={(position - origin) * ROW}
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
