import type { Column } from '@exoplanet/contracts/columnar';
import { fixed, probability, significant } from '../../design/format';

const WORDS: Record<string, string> = {
  likely_planet: '● likely planet',
  likely_false_positive: '▲ likely false positive',
  undecided: '◇ undecided',
};

/** The text of a cell of the grid; empty where the value is missing. @param isIdentifier a number that is a name keeps all its digits */
export function cellText(column: Column | undefined, row: number, isIdentifier = false): string {
  if (!column) return '';
  if (column.type === 'dictionary') {
    const word = column.words[column.values[row]] ?? '';
    return WORDS[word] ?? word;
  }
  const value = column.values[row];
  if (/^(probability|p16|p50|p84)$/.test(column.name))
    return value === undefined || Number.isNaN(value) ? '–' : probability(value);
  if (value === undefined || Number.isNaN(value)) return '';
  if (isIdentifier || column.name === 'rank') return String(value);
  const size = Math.abs(value);
  return size >= 1e7 || (size > 0 && size < 1e-4) ? significant(value, FIGURES) : fixed(value, decimalsOf(column));
}

/** Significant figures of the middle value of a column. */
const FIGURES = 6;
/** Values that decide how many decimals a column has. */
const SAMPLE = 400;
const known = new WeakMap<Column, number>();

/** One number of decimals for a whole column, so that its numbers align: as many as its values have, up to six figures. */
function decimalsOf(column: Exclude<Column, { type: 'dictionary' }>): number {
  const before = known.get(column);
  if (before !== undefined) return before;
  const sizes = Array.from(column.values.subarray(0, SAMPLE), Math.abs).filter((size) => size > 0 && size < Infinity);
  const middle = sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 1;
  const most = Math.min(8, Math.max(0, FIGURES - 1 - Math.floor(Math.log10(middle))));
  const decimals = sizes.reduce((longest, size) => {
    const [, part = ''] = String(Number(size.toFixed(most))).split('.');
    return Math.max(longest, part.includes('e') ? most : part.length);
  }, 0);
  known.set(column, decimals);
  return decimals;
}
