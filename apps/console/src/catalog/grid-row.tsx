import { memo } from 'react';
import styles from './catalog.module.css';
import type { GridColumn } from './grid-columns';

interface GridRowProps {
  position: number;
  /** From the origin of the layer of rows [px]. */
  top: number;
  /** Text of each column; undefined while it is read. */
  cells?: readonly string[];
  columns: readonly GridColumn[];
  isFocused: boolean;
  onFocus: (position: number) => void;
  onOpen: (position: number) => void;
  onLike: (column: GridColumn, position: number) => void;
}

/** One row. It is not rendered again while others scroll in. */
export const GridRow = memo(function GridRow({
  position,
  top,
  cells,
  columns,
  isFocused,
  onFocus,
  onOpen,
  onLike,
}: GridRowProps) {
  return (
    <div
      id={`row-${position}`}
      className={styles.gridRow}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      aria-rowindex={position + 2}
      aria-selected={isFocused}
      onClick={() => onFocus(position)}
      onDoubleClick={() => onOpen(position)}
    >
      {columns.map((column, at) => (
        <div
          key={column.name}
          role="gridcell"
          className={styles.cell}
          data-type={column.type}
          data-mark={column.name === 'prediction' ? cells?.[at]?.[0] : undefined}
        >
          {cells?.[at]}
          {isFocused && cells?.[at] && (
            <LikeButton column={column} text={cells[at]} onLike={() => onLike(column, position)} />
          )}
        </div>
      ))}
    </div>
  );
});

/** In the row that has the focus, each cell can become a filter. */
function LikeButton({ column, text, onLike }: { column: GridColumn; text: string; onLike: () => void }) {
  const sign = column.type === 'number' ? '≥' : '=';
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.like}
      aria-label={`Only rows with ${column.name} ${sign} ${text}`}
      title={`Only rows with ${column.name} ${sign} ${text}`}
      onClick={(event) => {
        event.stopPropagation();
        onLike();
      }}
    >
      {sign}
    </button>
  );
}
