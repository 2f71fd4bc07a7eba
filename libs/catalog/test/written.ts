import {
  type GoodRow,
  type Mapping,
  type RefusedTableRow,
  type TableDescription,
  type TableDetection,
  type TableFormat,
  writeTable,
  type WrittenCell,
} from '../src';
import { collect } from './collect';

const RESULTS = ['rank', 'probability', 'prediction', 'error'] as const;

/** A table as it is exported, with made-up results. */
export async function textOf(
  format: TableFormat,
  { detection, rows, refused }: { detection: TableDetection; rows: GoodRow[]; refused: RefusedTableRow[] },
  mapping?: Mapping,
): Promise<string> {
  const all = [...rows, ...refused].sort((a, b) => a.line - b.line);
  const cellsOf = (name: string) => all.map(({ cells }) => cells[name] ?? '');
  const description: TableDescription = {
    columns: [
      ...detection.columns.map(({ name, role, field, unit_from: unit }) => ({
        name,
        role,
        ...(field === undefined ? {} : { field }),
        ...(unit === undefined ? {} : { unit }),
        type: cellsOf(name).every((cell) => cell === '' || Number.isFinite(Number(cell)))
          ? ('number' as const)
          : ('text' as const),
      })),
      ...RESULTS.map((name) => ({
        name,
        role: 'result' as const,
        type: name === 'prediction' || name === 'error' ? ('text' as const) : ('number' as const),
      })),
    ],
    decimalComma: detection.decimal_comma,
    ...(mapping ? { mapping } : {}),
    provenance: { service: 'exoplanet', model: 'tabular@2', thresholds: { upper: 0.9 } },
  };
  const names = detection.columns.map(({ name }) => name);
  const written = all.map((row, index): WrittenCell[] => [
    ...names.map((name) => row.cells[name] ?? null),
    ...('error' in row ? [null, null, null, row.error.detail] : [index + 1, 0.123456, 'likely_planet', null]),
  ]);
  async function* groups() {
    yield await Promise.resolve(written.slice(0, 2));
    yield written.slice(2);
  }
  return (await collect(writeTable(format, description, groups()))).join('');
}
