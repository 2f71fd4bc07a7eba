/** How tables write "not known"; archives leave the cell empty, spreadsheets and pandas do not. */
const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '-', '--']);

/** The number in a cell; undefined when it is missing, the text itself when it is no number. */
export function numberIn(cell: string | undefined): number | string | undefined {
  const text = cell?.trim() ?? '';
  if (MISSING.has(text.toLowerCase())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** The text in a cell; undefined when it is missing. */
export function textIn(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return MISSING.has(text.toLowerCase()) ? undefined : text;
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ' };

/** The reader's text of a reference: the archive's `*_refname` columns hold links such as `<a refstr=… href=…>Mayo et al. 2018</a>`. */
export function withoutMarkup(cell: string): string {
  if (!cell.includes('<')) return cell;
  return cell
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (entity) => ENTITIES[entity])
    .trim();
}
