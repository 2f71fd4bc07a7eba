import type { ReactNode } from 'react';
import { classes, controls } from './controls';

export interface TableColumn<Row> {
  title: ReactNode;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** Names the row. */
  isHead?: boolean;
  /** The title is only read aloud. */
  isUntitled?: boolean;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  /** Of the region that scrolls; without it the table is as wide as its place. */
  label?: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  className?: string;
}

/** A table of a few rows. */
export function DataTable<Row>({ label, columns, rows, keyOf, className = controls.scroll }: DataTableProps<Row>) {
  const table = (
    <table className={controls.table}>
      <thead>
        <tr>
          {columns.map(({ title, isNumber, isUntitled }, at) => (
            <th key={at} scope="col" className={isNumber ? controls.right : undefined}>
              {isUntitled ? <span className="visually-hidden">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ isNumber, isHead, cell }, at) =>
              isHead ? (
                <th key={at} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={at} className={isNumber ? classes(controls.right, controls.number) : undefined}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (label === undefined) return table;
  return (
    <div className={className} role="region" aria-label={label} tabIndex={0}>
      {table}
    </div>
  );
}
