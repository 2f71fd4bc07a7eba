import { CatalogueError } from '../errors';
import { EXPORT_MARK, exportMarkIn } from '../export-mark';
import type { Limits } from '../limits';
import type { LineFormat } from '../lines/line-format';
import { recordsIn } from '../lines/read-lines';
import type { TableLayout } from './table-layout';

/** JSON lines: one object a line. The columns are the names in the first rows; `diagnostics` may be an object of its own. */
export function jsonLinesTable(lines: readonly string[], limits: Limits): TableLayout {
  const [first, ...others] = lines.filter((line) => line.trim() !== '').map(cellsIn);
  const exported = exportMarkIn(first?.get(EXPORT_MARK));
  const names = new Set((exported ? others : [first, ...others]).flatMap((cells) => [...(cells?.keys() ?? [])]));
  if (names.size === 0 && !exported)
    throw new CatalogueError('MALFORMED_CATALOGUE', 'the first lines are not JSON objects with values');
  const columns = [...names];
  const format: LineFormat = {
    name: 'JSON lines',
    split(all, at) {
      const cells = cellsIn(all[at]);
      const next = at + 1;
      if (!cells)
        return {
          fault: { code: 'NOT_AN_OBJECT', value: all[at], allowed: 'a JSON object of numbers and strings' },
          next,
        };
      const unknown = [...cells.keys()].find((name) => !names.has(name));
      if (unknown !== undefined)
        return {
          fault: {
            code: 'UNEVEN_ROW',
            value: unknown,
            allowed: `names that stand in the first rows too, such as ${columns.slice(0, 3).join(', ')}`,
          },
          next,
        };
      return { cells: columns.map((name) => cells.get(name) ?? ''), next };
    },
  };
  return {
    format: format.name,
    headerLine: exported ? 1 : 0,
    columns: columns.map((name) => ({ name })),
    ...(exported ? { exported } : {}),
    records: (text, options) =>
      recordsIn(text, format, { headerLine: exported ? 1 : 0, maxRowLength: limits.maxRowLength, ...options }),
  };
}

/** Strings, which stay as they are, and numbers. Python and astropy also write NaN and Infinity. */
const TOKEN = /("(?:[^"\\]|\\.)*")|(-?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|Infinity)|NaN)/g;

/**
 * The values of a line by name, as text with the digits that stand in the file; undefined if it is not an object, or nested
 * so deeply that its values cannot be written as text.
 */
function cellsIn(line: string): Map<string, string> | undefined {
  try {
    return cellsOf(JSON.parse(line.replace(TOKEN, (_, text?: string, number?: string) => text ?? `"${number}"`)));
  } catch {
    return undefined;
  }
}

function cellsOf(object: unknown): Map<string, string> | undefined {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  const cells = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) {
    if (name === EXPORT_MARK) cells.set(name, JSON.stringify(value));
    else if (name === 'diagnostics' && typeof value === 'object' && value !== null)
      for (const [diagnostic, inner] of Object.entries(value as Record<string, unknown>))
        cells.set(`diagnostics.${diagnostic}`, textOf(inner));
    else cells.set(name, textOf(value));
  }
  return cells;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
