/** Why a table of candidates cannot be read, by code. */
export const TABLE_FAULTS = {
  EMPTY: 'The table has nothing but comments and blank lines.',
  NOT_TEXT: 'The file is not a table as text: an Excel workbook, a FITS file or other bytes.',
  DAMAGED_GZIP: 'The gzip stream is damaged, or it ends early.',
  MALFORMED_CATALOGUE: 'The XML of a VOTable, or the header of an ECSV or IPAC table, is not valid.',
  UNKNOWN_TABLE: 'The header belongs to no known table, and no mapping says which columns to use.',
  BAD_MAPPING: 'The mapping names a column, a field or a unit that does not exist.',
  TOO_MANY_TABLE_COLUMNS: 'The header has more columns than a table may have.',
  TABLE_TOO_LARGE: 'The table, uncompressed, is larger than allowed.',
  REPEATED_COLUMN: 'Two columns that are used share a name, so a value would be ambiguous.',
  NO_SOURCE: 'A plain table has no `source` column, and no source was given for all rows.',
} as const satisfies Record<string, string>;

export type TableFault = keyof typeof TABLE_FAULTS;

/** Why one row of a table is refused, by code. The other rows are read. */
export const ROW_FAULTS = {
  UNEVEN_ROW: 'The row has another number of cells than the header.',
  BAD_QUOTE: 'A quote is never closed, or text follows a closing quote.',
  ROW_TOO_LONG: 'The row is longer than a row may be.',
  NOT_AN_OBJECT: 'A line of a JSON-lines table is not a JSON object of plain values.',
  NOT_A_NUMBER: 'A cell that must hold a number holds something else.',
  OUT_OF_RANGE: 'A value is outside the range of its field.',
  UNKNOWN_MISSION: 'The row names no mission that the models know.',
  OTHER_SOLUTION: 'The row is a further publication of an object, of which only the default row is read.',
  NO_MEASUREMENT: 'No cell of the row holds a measured value.',
} as const satisfies Record<string, string>;

export type RowFault = keyof typeof ROW_FAULTS;
