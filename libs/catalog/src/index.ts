export * from './errors';
export { TABLE_KINDS, type RowNote, type TableKind } from './tables/table';
export {
  readCatalogue,
  type Catalogue,
  type CatalogueRow,
  type CatalogueText,
  type ReadCatalogueOptions,
} from './read/read-catalogue';
export { rankRows, toCsv, type ExportRow, type PredictedRow } from './write/to-csv';
