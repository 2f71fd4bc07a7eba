export { type Column, COLUMNS_MEDIA_TYPE, type ColumnTable, dictionaryColumn, integerColumn } from './column-table';
export { columnsJson } from './columns-json';
export { decodeColumns } from './decode-columns';
export { ColumnsEncoder, type DictionaryWithJson, encodeColumns } from './encode-columns';
