import { parse } from 'yaml';
import { CatalogueError } from '../errors';
import { EXPORT_MARK, exportMarkIn } from '../export-mark';
import type { Limits } from '../limits';
import { separatedByBlanks } from '../lines/blanks';
import { delimited } from '../lines/delimited';
import { recordsIn } from '../lines/read-lines';
import type { LayoutColumn, TableLayout } from './table-layout';

interface Header {
  delimiter?: unknown;
  datatype?: unknown;
  meta?: unknown;
}

/**
 * An ECSV table: YAML in comments, then cells separated by blanks or commas.
 * https://github.com/astropy/astropy-APEs/blob/main/APE6.rst @throws CatalogueError `MALFORMED_CATALOGUE`
 */
export function ecsvTable(lines: readonly string[], limits: Limits): TableLayout {
  const at = lines.findIndex((line) => !line.startsWith('#') && line.trim() !== '');
  const comments = lines.slice(0, at < 0 ? lines.length : at).map((line) => line.replace(/^# ?/, ''));
  const { delimiter = ' ', datatype, meta } = headerIn(comments.filter((line) => !line.startsWith('%ECSV')).join('\n'));
  if (delimiter !== ' ' && delimiter !== ',')
    throw malformed(`the delimiter is ${JSON.stringify(delimiter)}, expected a blank or a comma`);
  if (!Array.isArray(datatype) || datatype.length === 0) throw malformed('it has no list of columns under "datatype"');
  const columns = datatype.map((each: unknown) => columnIn(each));
  const mark = exportMarkIn(markIn(meta));
  return {
    format: 'ECSV',
    headerLine: at + 1,
    columns,
    ...(mark ? { exported: mark } : {}),
    records: (text, options) =>
      recordsIn(text, delimiter === ',' ? delimited(',') : separatedByBlanks, {
        headerLine: at < 0 ? lines.length : at + 1,
        comment: '#',
        maxRowLength: limits.maxRowLength,
        ...options,
      }),
  };
}

function headerIn(yaml: string): Header {
  try {
    // A YAML alias can stand for a text a million times as long; a header has none.
    return (parse(yaml, { maxAliasCount: 0, logLevel: 'error' }) ?? {}) as Header;
  } catch (error) {
    throw malformed((error as Error).message.split('\n')[0]);
  }
}

function columnIn(value: unknown): LayoutColumn {
  const { name, unit } = (value ?? {}) as { name?: unknown; unit?: unknown };
  if (typeof name !== 'string' && typeof name !== 'number') throw malformed('a column has no name');
  return { name: String(name), ...(typeof unit === 'string' ? { unit } : {}) };
}

/** The mark in the metadata, which is a map or a list of maps. */
function markIn(meta: unknown): unknown {
  const maps = Array.isArray(meta) ? meta : [meta];
  return maps
    .map((each) =>
      each instanceof Map
        ? (each.get(EXPORT_MARK) as unknown)
        : (each as Record<string, unknown> | null | undefined)?.[EXPORT_MARK],
    )
    .find((each) => each !== undefined);
}

function malformed(detail: string): CatalogueError {
  return new CatalogueError('MALFORMED_CATALOGUE', `the header of the ECSV table is not valid: ${detail}`);
}
