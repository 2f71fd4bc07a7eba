import type { ExportMark } from '../export-mark';
import type { RawRecord } from '../lines/read-lines';

/** A column of a table's header. */
export interface LayoutColumn {
  name: string;
  /** Unit that the file gives outside the name. */
  unit?: string;
}

/** Where the rows of a table are and how they are written. */
export interface TableLayout {
  /** Shown to people, for example `comma-separated`. */
  format: string;
  /** Line of the header, from 1; 0 if the table has none. */
  headerLine: number;
  columns: readonly LayoutColumn[];
  /** Present in a table that was exported by this service. */
  exported?: ExportMark;
  /**
   * Reads the records of the whole text, header included. If it is the beginning of a longer text, `partial`, it may end anywhere,
   * and a record that is cut there is left out.
   */
  records: (text: AsyncIterable<string>, options?: { partial?: boolean }) => AsyncGenerator<RawRecord[], void>;
}
