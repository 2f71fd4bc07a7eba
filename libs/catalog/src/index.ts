export * from './errors';
export {
  type Catalogue,
  type CatalogueRow,
  type CatalogueText,
  readCatalogue,
  type ReadCatalogueOptions,
} from './read/read-catalogue';
export { type RowNote, TABLE_KINDS, type TableKind } from './tables/table';
export { type ExportRow, type PredictedRow, rankRows, toCsv } from './write/to-csv';
