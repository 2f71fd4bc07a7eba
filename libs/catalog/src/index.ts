export * from './errors';
export { type Ephemeris, type EphemerisMatch, matchEphemerides, MIN_MATCH, multiplicity } from './match';
export { type CatalogueRow, type CatalogueText, readCatalogue, type ReadCatalogueOptions } from './read/read-catalogue';
export { type ExportRow, rankRows, toCsv } from './write/to-csv';
