import { unescapeFormula } from '../export-mark';
import type { RawRecord } from '../lines/read-lines';
import type { TableLayout } from './table-layout';

/** The table that an exported table was made of: without the columns that were added, and with its cells as they were. */
export function withoutResults(layout: TableLayout): TableLayout {
  const { columns, exported, records } = layout;
  if (!exported) return layout;
  const results = new Set(exported.results);
  const kept = columns.flatMap(({ name }, index) => (results.has(name.trim()) ? [] : [index]));
  const restore = (record: RawRecord): RawRecord => {
    if ('fault' in record || record.cells.length !== columns.length) return record;
    const cells = kept.map((index) => record.cells[index]);
    return { line: record.line, cells: exported.formulas_escaped ? cells.map(unescapeFormula) : cells };
  };
  return {
    ...layout,
    columns: kept.map((index) => {
      const column = columns[index];
      const name = exported.formulas_escaped ? unescapeFormula(column.name) : column.name;
      const unit = exported.units?.[name] ?? column.unit;
      return { name, ...(unit === undefined ? {} : { unit }) };
    }),
    async *records(text, options) {
      for await (const group of records(text, options)) yield group.map(restore);
    },
  };
}
