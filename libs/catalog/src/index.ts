export * from './detect/detection';
export type { TableKind } from './dialects/table-form';
export * from './errors';
export { DEFAULT_LIMITS, type Limits } from './limits';
export { ALL_FIELDS, type MappedColumn, type Mapping } from './mapping';
export { contextOf, type EphemerisMatch, matchEphemerides, multiplicity, toContextColumns } from './match';
export { detectTable, HEAD_LENGTH, type ReadTable, readTable, type ReadTableOptions } from './read-table';
export type { GoodRow, RefusedTableRow, RowNote, TableRow } from './table-row';
export { type ExportRow, rankRows, toCsv } from './write/to-csv';
