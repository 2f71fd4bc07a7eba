import { KOI_LABELS } from './koi-labels';
import { canonicalIn, TABLE_FORMS } from './recognise';

/** Share of the longer name that may differ. */
const MAX_DIFFERENCE = 0.34;
/** A longer name is not compared [characters]. */
const MAX_NAME = 40;

const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\[.*|\(.*/, '')
    .replace(/[^a-z0-9]/g, '');

/** What people and archives call our fields. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  TABLE_FORMS.flatMap((form) => [
    ...Object.entries(form.fields).flatMap(([field, columns]) =>
      columns.map(({ value }) => [bare(value), field] as const),
    ),
    ...Object.entries(form.fields).flatMap(([field]) => [[bare(field), field] as const]),
    ...form.epochs.map(({ column }) => [bare(column), 'epoch'] as const),
    ...form.star.flatMap(({ columns }) => columns.map((column) => [bare(column), 'star_id'] as const)),
  ]),
);
const LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries(KOI_LABELS).flatMap(([column, label]) => {
    const field = SPELLINGS.get(bare(canonicalIn(TABLE_FORMS[0], column)));
    return field === undefined ? [] : [[bare(label), field] as const];
  }),
);
const KNOWN: readonly (readonly [string, string])[] = [...new Map([...LABELS, ...SPELLINGS])];

/** Our field whose name, in any table that is known, is nearest to a column's name; undefined if none is near. */
export function nearestField(column: string): string | undefined {
  return nearest(bare(column), KNOWN);
}

/** The name that is nearest to a misspelt one; undefined if none is near. */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  return nearest(
    bare(misspelt),
    names.map((name) => [bare(name), name]),
  );
}

function nearest(name: string, known: readonly (readonly [string, string])[]): string | undefined {
  if (name.length < 2 || name.length > MAX_NAME) return undefined;
  let found: string | undefined;
  let least = MAX_DIFFERENCE;
  for (const [spelling, meaning] of known) {
    const length = Math.max(spelling.length, name.length);
    if (Math.abs(spelling.length - name.length) > least * length) continue;
    const difference = editDistance(name, spelling) / length;
    if (difference >= least) continue;
    least = difference;
    found = meaning;
  }
  return found;
}

/** Levenshtein's distance: insertions, deletions and replacements of a character. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++)
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + Number(a[i - 1] !== b[j - 1]));
    previous = current;
  }
  return previous[b.length];
}
