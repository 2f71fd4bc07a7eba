/** Why a table cannot be read. The message says what was found and what was expected. */
export type CatalogueErrorCode =
  /** The table contains only comments and blank lines. */
  | 'empty'
  /** The bytes are not text: an Excel workbook, a gzip stream, a FITS file. */
  | 'not_text'
  /** The header does not belong to a supported table. */
  | 'unknown_table'
  /** Two columns share a name, so that a value would be ambiguous. */
  | 'repeated_column'
  /** A plain table has no `source` column, and no source was given for the whole table. */
  | 'no_source'
  /** A row has a different number of cells than the header. */
  | 'uneven_row'
  /** A quote is never closed, or text follows a closing quote. */
  | 'bad_quote';

/** Thrown by `readCatalogue`, or by the iteration over its rows for an error in a later line. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';

  constructor(
    readonly code: CatalogueErrorCode,
    message: string,
    /** Line of the error, from 1, if it is in a particular line. */
    readonly line?: number,
  ) {
    super(line === undefined ? message : `line ${line}: ${message}`);
  }
}
