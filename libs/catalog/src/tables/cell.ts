/** Cells that mean "unknown": archives leave them empty, spreadsheets and pandas write one of these. */
const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '-', '--']);

/** The number in a cell; undefined if it is missing, the text itself if it is not a number. */
export function numberIn(cell: string | undefined): number | string | undefined {
  const text = cell?.trim() ?? '';
  if (MISSING.has(text.toLowerCase())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** The text in a cell; undefined if it is missing. */
export function textIn(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return MISSING.has(text.toLowerCase()) ? undefined : text;
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  szlig: 'ß',
  oslash: 'ø',
  Oslash: 'Ø',
  aelig: 'æ',
  AElig: 'Æ',
};
/** Combining marks by the suffix of an HTML entity: `&aacute;` is an a with an acute accent. */
const MARKS: Record<string, string> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
};

/** The text of a reference: the archive's `*_refname` columns hold links such as `<a refstr=… href=…>Mayo et al. 2018</a>`, and HTML entities. */
export function withoutMarkup(cell: string): string {
  if (!cell.includes('<a ') && !cell.includes('&')) return cell;
  return cell
    .replace(/<\/?a\b[^>]*>/g, '')
    .replace(/&([A-Za-z]+);/g, (entity: string, name: string) => ENTITIES[name] ?? accented(name) ?? entity)
    .trim();
}

function accented(name: string): string | undefined {
  const mark = MARKS[name.slice(1)];
  return mark === undefined ? undefined : (name[0] + mark).normalize('NFC');
}
