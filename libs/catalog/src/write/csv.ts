import { escapeFormula, EXPORT_MARK, type ExportMark } from '../export-mark';
import { type TableDescription, type TableWriter, textOf } from './table-writer';

/** Comma-separated values under comments with the provenance. Cells that a spreadsheet would run as formulas are escaped. */
export function csvWriter({ columns, provenance }: TableDescription, mark: ExportMark): TableWriter {
  const line = (cells: readonly string[]) => `${cells.map((cell) => quoted(escapeFormula(cell))).join(',')}\n`;
  return {
    head: () =>
      commentsOf({ ...provenance, [EXPORT_MARK]: { ...mark, formulas_escaped: true } }) +
      line(columns.map(({ name }) => name)),
    row: (cells) => line(cells.map(textOf)),
    end: () => '',
  };
}

/** One comment per line: texts as they are, everything else as JSON. */
export function commentsOf(provenance: Readonly<Record<string, unknown>>): string {
  return Object.entries(provenance)
    .map(([name, value]) => `# ${name}: ${oneLine(typeof value === 'string' ? value : JSON.stringify(value))}\n`)
    .join('');
}

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

/** One cell, quoted where a reader would otherwise split it or take it for a comment. */
export const quoted = (text: string): string =>
  /[",\n\r]|^[#\s]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
