export { type Column, COLUMNS_MEDIA_TYPE, type ColumnTable, type ColumnValues, dictionaryColumn } from './column-table';
export { type ColumnsJson, columnsJson } from './columns-json';
export { ColumnsFormatError, decodeColumns } from './decode-columns';
export { encodeColumns } from './encode-columns';
