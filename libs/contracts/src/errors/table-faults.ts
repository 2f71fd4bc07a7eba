/** Why a table of candidates cannot be read, by code. */
export const TABLE_FAULTS = {
  EMPTY: 'The table has nothing but comments and blank lines.',
  NOT_TEXT: 'The file is not text: an Excel workbook, a gzip stream or a FITS file.',
  UNKNOWN_TABLE: 'The header belongs to no known table.',
  REPEATED_COLUMN: 'Two columns share a name, so a value would be ambiguous.',
  NO_SOURCE: 'A plain table has no `source` column, and no source was given for all rows.',
  UNEVEN_ROW: 'A row has another number of cells than the header.',
  BAD_QUOTE: 'A quote is never closed, or text follows a closing quote.',
} as const satisfies Record<string, string>;

export type TableFault = keyof typeof TABLE_FAULTS;
