import type { RowFault } from '@exoplanet/contracts';

/** A row that does not have the form of the table. */
export interface LineFault {
  code: RowFault;
  value: string;
  allowed: string;
}

/** The cells of one record, which may extend over several lines; `next` is the index of the line after it. */
export type Split =
  | { cells: string[]; next: number }
  | { fault: LineFault; next: number }
  /** More lines are needed. */
  | 'incomplete';

/** How the lines of a table are cut into cells. */
export interface LineFormat {
  /** Shown to people, for example `comma-separated`. */
  readonly name: string;
  /** Cuts the record that begins at `lines[at]`. @param final no lines will follow */
  split(lines: readonly string[], at: number, final: boolean): Split;
}

/** The cells of a header or of another record that stands on one line; undefined if it is not such a record. */
export function cellsOf(format: LineFormat, line: string): string[] | undefined {
  const split = format.split([line], 0, true);
  return split !== 'incomplete' && 'cells' in split ? split.cells : undefined;
}
