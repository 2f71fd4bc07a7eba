import type { Column } from '@exoplanet/contracts/columnar';
import { probability, significant } from '../../design/format';

const WORDS: Record<string, string> = {
  likely_planet: '● likely planet',
  likely_false_positive: '▲ likely false positive',
  undecided: '◇ undecided',
};

/** The text of a cell of the grid; empty where the value is missing. */
export function cellText(column: Column | undefined, row: number): string {
  if (!column) return '';
  if (column.type === 'dictionary') {
    const word = column.words[column.values[row]] ?? '';
    return WORDS[word] ?? word;
  }
  const value = column.values[row];
  if (value === undefined || Number.isNaN(value)) return '';
  if (/^(probability|p16|p50|p84)$/.test(column.name)) return probability(value);
  return column.name === 'rank' ? String(value) : significant(value, 6);
}
