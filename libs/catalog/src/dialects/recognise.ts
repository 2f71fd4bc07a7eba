import { k2Table, psCompParsTable, psTable } from './confirmed';
import { ctoiDownload, ctoiPage, exofopDownload, exofopPage2019, exofopPage2025 } from './exofop';
import { koiLabelsTable, koiTable } from './koi';
import { plainTable } from './plain';
import type { TableForm } from './table-form';
import { dr24TceTable, dr25TceTable, mastTceOlderTable, mastTceTable } from './tce';
import { tev2020, tev2026 } from './tev';
import { toiTable } from './toi';

/**
 * The tables that are known, the more specific first. The plain table is last: a table of another kind may also have a column named
 * `depth` or `period`.
 */
export const TABLE_FORMS: readonly TableForm[] = [
  koiTable,
  dr24TceTable,
  dr25TceTable,
  mastTceTable,
  mastTceOlderTable,
  exofopPage2025,
  exofopPage2019,
  exofopDownload,
  ctoiDownload,
  ctoiPage,
  tev2026,
  tev2020,
  toiTable,
  k2Table,
  psTable,
  psCompParsTable,
  koiLabelsTable,
  plainTable,
];

export const canonicalIn = (form: TableForm | undefined, column: string): string =>
  (form?.canonical ?? ((name: string) => name.trim().toLowerCase()))(column);

/** The kind of table that a header belongs to; undefined if it is not known. */
export function recognise(header: readonly string[]): TableForm | undefined {
  const written = new Set(header.map((name) => name.trim().toLowerCase()));
  return TABLE_FORMS.find((form) =>
    form.recognises(form.canonical ? new Set(header.map((name) => canonicalIn(form, name))) : written, written),
  );
}
