/**
 * A line of the table.
 * @typedef {object} Row
 * @property {string} work
 * @property {string} [beside] what the floor is
 * @property {string} [floor]
 * @property {string} [measured]
 * @property {string} [ratio]
 * @property {string} required
 * @property {boolean} [reached]
 * @property {string} [why] why it was not measured
 */

/** @param {Row} row @returns {Row} */
export const row = (row) => row;

/** @param {number} value */
export const count = (value) => Math.round(value).toLocaleString('en');
/** @param {number} value */
export const rate = (value) => `${count(value)}/s`;
/** @param {number} value */
export const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
/** @param {number} value */
export const percent = (value) => `${Math.round(value * 100)} %`;
/** @param {number} value */
export const times = (value) => `${value.toFixed(1)} ×`;

const HEAD = ['work', 'beside it', 'floor', 'measured', 'ratio', 'required', 'reached'];

/** Rows as a Markdown table with aligned columns. @param {Row[]} rows */
export function table(rows) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const text = (/** @type {string[]} */ line) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [text(lines[0]), text(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(text)].join('\n');
}

/** @param {Row} row */
function cells({ work, beside = '–', floor = '–', measured = '–', ratio = '–', required, reached, why }) {
  return [work, beside, floor, measured, ratio, required, why ?? (reached ? 'yes' : 'no')];
}
