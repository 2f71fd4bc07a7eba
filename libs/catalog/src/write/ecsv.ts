import { EXPORT_MARK, type ExportMark } from '../export-mark';
import { astropyUnit } from './astropy-units';
import { quoted } from './csv';
import { numberText, type TableDescription, type TableWriter, textOf } from './table-writer';

/** ECSV: comma-separated values under a header in YAML. https://github.com/astropy/astropy-APEs/blob/main/APE6.rst */
export function ecsvWriter({ columns, provenance }: TableDescription, mark: ExportMark): TableWriter {
  const datatype = columns.map(({ name, type, unit, description }) => ({
    name,
    ...(type === 'number' && astropyUnit(unit) ? { unit: astropyUnit(unit) } : {}),
    datatype: type === 'number' ? 'float64' : 'string',
    ...(description ? { description } : {}),
  }));
  const meta = { ...provenance, [EXPORT_MARK]: mark };
  // JSON is YAML.
  const header = [
    '%ECSV 1.0',
    '---',
    "delimiter: ','",
    'datatype:',
    ...datatype.map((column) => `- ${JSON.stringify(column)}`),
    `meta: ${JSON.stringify(meta)}`,
    'schema: astropy-2.0',
  ];
  const line = (cells: readonly string[]) => `${cells.map((cell) => (cell === '' ? '""' : quoted(cell))).join(',')}\n`;
  return {
    head: () => header.map((text) => `# ${text}\n`).join('') + line(columns.map(({ name }) => name)),
    row: (cells) =>
      line(cells.map((cell, index) => (columns[index].type === 'number' ? numberText(cell) : textOf(cell)))),
    end: () => '',
  };
}
