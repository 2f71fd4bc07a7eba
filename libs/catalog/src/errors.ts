/** Why a table cannot be read. The message names what was found and what is expected. */
export type CatalogueErrorCode =
  /** Nothing but comments and blank lines. */
  | 'empty'
  /** Bytes that are no text: an Excel workbook, a gzip stream, a FITS file. */
  | 'not_text'
  /** The header is that of no table we know. */
  | 'unknown_table'
  /** Two columns share a name, so that a value would be ambiguous. */
  | 'repeated_column'
  /** A plain table without a `source` column, and no source was given for all of it. */
  | 'no_source'
  /** A row with another number of cells than the header. */
  | 'uneven_row'
  /** A quote that is never closed, or text after a closing quote. */
  | 'bad_quote';

/** Thrown by `readCatalogue`, or by the iteration over its rows when a later line is at fault. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';

  constructor(
    readonly code: CatalogueErrorCode,
    message: string,
    /** Line of the file, from 1, where one is at fault. */
    readonly line?: number,
  ) {
    super(line === undefined ? message : `line ${line}: ${message}`);
  }
}
