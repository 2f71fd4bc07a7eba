import { EXPORT_MARK, type ExportMark } from '../export-mark';
import { astropyUnit } from './astropy-units';
import { numberText, type TableDescription, type TableWriter, textOf, type WrittenColumn } from './table-writer';

/** A VOTable 1.4 with its rows as TABLEDATA. https://www.ivoa.net/documents/VOTable/20191021/ */
export function voTableWriter({ columns, provenance }: TableDescription, mark: ExportMark): TableWriter {
  const infos = Object.entries(provenance).map(
    ([name, value]) =>
      `<INFO${attributes({ name, value: typeof value === 'string' ? value : JSON.stringify(value) })}/>\n`,
  );
  return {
    head: () =>
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n<RESOURCE type="results">\n' +
      infos.join('') +
      '<TABLE>\n' +
      `<PARAM${attributes({ name: EXPORT_MARK, datatype: 'unicodeChar', arraysize: '*', value: JSON.stringify(mark) })}/>\n` +
      columns.map(field).join('') +
      '<DATA>\n<TABLEDATA>\n',
    row: (cells) =>
      `<TR>${cells
        .map((cell, index) =>
          columns[index].type === 'number' ? numberText(cell).replace(/^([-+]?)nan$/i, 'NaN') : textOf(cell),
        )
        .map((text) => (text === '' ? '<TD/>' : `<TD>${escaped(text)}</TD>`))
        .join('')}</TR>\n`,
    end: () => '</TABLEDATA>\n</DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n',
  };
}

function field({ name, type, unit, description }: WrittenColumn): string {
  const form: Record<string, string> =
    type === 'number' ? { datatype: 'double' } : { datatype: 'unicodeChar', arraysize: '*' };
  const unitName = type === 'number' ? astropyUnit(unit) : undefined;
  const head = `<FIELD${attributes({ name, ...form, ...(unitName ? { unit: unitName } : {}) })}`;
  return description ? `${head}><DESCRIPTION>${escaped(description)}</DESCRIPTION></FIELD>\n` : `${head}/>\n`;
}

const attributes = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${escaped(value)
          .replaceAll('"', '&quot;')
          .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`)}"`,
    )
    .join('');

/** Characters that XML 1.0 does not allow, not even escaped: https://www.w3.org/TR/xml/#charsets */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const escaped = (text: string): string =>
  text
    .replace(FORBIDDEN, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
