import { parse } from 'yaml';
import type { FitsHeader, FitsValue } from './fits-header';

/** What is read from the comment lines of a text table. */
export interface TextComments {
  /** `# KEY = value` and `# KEY: value`, keywords in capitals, and the scalars of ECSV's `meta`. */
  header: FitsHeader;
  /** Units by column name. */
  units: ReadonlyMap<string, string>;
  /** Names of the columns, where a comment line holds them instead of a header row. */
  lines: readonly string[];
  /** The last line that says what the times are. */
  timeNote?: string | undefined;
  delimiter?: string;
}

/** Reads the comment lines of a table, without their `#`. ECSV (astropy APE 6) is YAML in them. */
export function textComments(lines: readonly string[]): TextComments {
  if (/^%ECSV\b/.test(lines[0]?.trim() ?? '')) {
    const ecsv = ecsvHeader(lines.slice(1));
    if (ecsv) return { ...ecsv, lines };
  }
  const header = new Map<string, FitsValue>();
  for (const line of lines) {
    const [, key, value] = /^\s*([A-Za-z][\w ]{0,30}?)\s*[=:]\s*(.{1,80}?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) setKeyword(header, key, value.replace(/^(['"])(.*)\1$/, '$2'));
  }
  return { header, units: new Map(), lines, timeNote: lines.findLast(isTimeNote) };
}

/** `time is BJD - 2450000`, `Column 1: HJD`, `times in MJD`; not a line that merely holds a date. */
function isTimeNote(line: string): boolean {
  return /\b(times?|dates?|col(umn)?\s*1)\b/i.test(line) && /(?<![a-z])(b|h|r|m|bk|bt|bm)?jd(?![a-z])/i.test(line);
}

function setKeyword(header: Map<string, FitsValue>, key: string, value: unknown): void {
  const keyword = key.trim().toUpperCase().replaceAll(' ', '_');
  if (header.has(keyword)) return;
  if (typeof value === 'number' || typeof value === 'boolean') header.set(keyword, value);
  else if (typeof value === 'string')
    header.set(keyword, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value);
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
/** `!!omap` arrives as a Map or a list of one-entry maps. */
const entries = (value: unknown): [string, unknown][] =>
  value instanceof Map
    ? [...(value as Map<string, unknown>)]
    : Array.isArray(value)
      ? value.flatMap(entries)
      : Object.entries(record(value));

function ecsvHeader(lines: readonly string[]): Omit<TextComments, 'lines'> | undefined {
  let document: Record<string, unknown>;
  try {
    document = record(parse(lines.join('\n'), { logLevel: 'silent', maxAliasCount: 0 }));
  } catch {
    return undefined;
  }
  const units = new Map<string, string>();
  const columns = Array.isArray(document.datatype) ? document.datatype.map(record) : [];
  for (const { name, unit } of columns) if (typeof name === 'string' && typeof unit === 'string') units.set(name, unit);
  const header = new Map<string, FitsValue>();
  for (const [key, value] of entries(document.meta)) {
    if (key === '__serialized_columns__') timeColumnsOf(value, units);
    else setKeyword(header, key, value);
  }
  const { delimiter } = document;
  return { header, units, ...(typeof delimiter === 'string' && delimiter !== ' ' ? { delimiter } : {}) };
}

/** Format and scale of astropy's times, as the unit of their column: `btjd TDB`. */
function timeColumnsOf(serialized: unknown, units: Map<string, string>): void {
  for (const [name, column] of entries(serialized)) {
    const { format, scale } = Object.fromEntries(entries(column));
    if (typeof format !== 'string') continue;
    const inScale = typeof scale === 'string' ? ` ${scale}` : '';
    units.set(name, `${format}${inScale}`);
    // Written in two parts, a time is a Julian date whatever its format.
    for (const part of ['jd1', 'jd2']) units.set(`${name}.${part}`, `jd${inScale}`);
  }
}
