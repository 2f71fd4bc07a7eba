/** What splits the fields of a row: a text, or white space. */
export type Separator = string | RegExp;

/** Bare numbers with a semicolon: the commas among them are decimal ones. */
const DECIMAL_COMMAS = /^[-+\d.,;\seE"]+$/;

export function separatorOf(row: string): Separator {
  if (row.includes(';') && DECIMAL_COMMAS.test(row)) return ';';
  return [',', ';', '\t', '|'].find((separator) => row.includes(separator)) ?? /\s+/;
}

/** Whether bars stand around the fields of a row: IPAC tables, astropy's fixed width, Markdown. */
export function isBarred(row: string): boolean {
  return row.length > 1 && row.startsWith('|') && row.endsWith('|');
}

/** The fields of a row without the blanks and quotes around them. A separator within quotes does not split. */
export function fieldsOf(row: string, separator: Separator): string[] {
  if (!row.includes('"')) return row.split(separator).map((field) => field.trim());
  const split = typeof separator === 'string' ? (character: string) => character === separator : isBlank;
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (const character of row) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && split(character)) {
      if (typeof separator === 'string' || field !== '') fields.push(field.trim());
      field = '';
    } else field += character;
  }
  return [...fields, field.trim()];
}

const isBlank = (character: string) => /\s/.test(character);

/** The fields without the empty ones after the last that counts: `1, 2,` has a trailing comma. */
export function withoutTrailing(fields: readonly string[], most: number): readonly string[] {
  let end = fields.length;
  while (end > most && fields[end - 1] === '') end--;
  return end === fields.length ? fields : fields.slice(0, end);
}
