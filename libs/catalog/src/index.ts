export * from './errors';
export { contextOf, type EphemerisMatch, matchEphemerides, multiplicity, toContextColumns } from './match';
export { type CatalogueRow, type CatalogueText, readCatalogue, type ReadCatalogueOptions } from './read/read-catalogue';
export { type ExportRow, rankRows, toCsv } from './write/to-csv';
