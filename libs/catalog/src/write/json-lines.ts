import { EXPORT_MARK, type ExportMark } from '../export-mark';
import type { TableDescription, TableWriter, WrittenCell } from './table-writer';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[-+]?\d+)?$/i;

/** JSON lines: the provenance in the first, then one object a row, with every column. */
export function jsonLinesWriter({ columns, provenance }: TableDescription, mark: ExportMark): TableWriter {
  const names = columns.map(({ name }) => JSON.stringify(name));
  const value = (cell: WrittenCell, index: number) =>
    // The digits of the uploaded number stay, which a number of JavaScript would lose.
    typeof cell === 'string' && columns[index].type === 'number' && NUMBER.test(cell) ? cell : JSON.stringify(cell);
  return {
    head: () => `${JSON.stringify({ [EXPORT_MARK]: { ...mark, provenance } })}\n`,
    row: (cells) => `{${cells.map((cell, index) => `${names[index]}:${value(cell, index)}`).join(',')}}\n`,
    end: () => '',
  };
}
