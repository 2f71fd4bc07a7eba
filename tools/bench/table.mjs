/**
 * A line of the table.
 * @typedef {{ work: string, beside?: string, floor?: string, measured?: string, ratio?: string, required: string, reached?: boolean, why?: string }} Row
 * `why`: why it was not measured
 */

/** @returns {Row} */
export const row = (row) => row;

export const count = (value) => Math.round(value).toLocaleString('en');
export const rate = (value) => `${count(value)}/s`;
export const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const percent = (value) => `${Math.round(value * 100)} %`;
export const times = (value) => `${value.toFixed(1)} ×`;

const HEAD = ['work', 'beside it', 'floor', 'measured', 'ratio', 'required', 'reached'];

/** Rows as a table that is plain to read and valid Markdown. */
export function table(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const text = (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [text(lines[0]), text(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(text)].join('\n');
}

function cells({ work, beside = '–', floor = '–', measured = '–', ratio = '–', required, reached, why }) {
  return [work, beside, floor, measured, ratio, required, why ?? (reached ? 'yes' : 'no')];
}
