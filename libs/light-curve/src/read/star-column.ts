import { LightCurveError } from '../errors';
import type { Target } from '../types';
import { shownText } from './check-size';
import type { PhotometryTable } from './photometry-table';
import { plainName } from './plain-name';
import { starInText } from './star-name';

/** In place of a catalogue: only words name a star. */
const WORDS_ONLY = 'words only';

/** Columns that name the star of each row, and the catalogue of their numbers. */
const STAR_COLUMNS: readonly [catalogue: string, names: RegExp][] = [
  ['KIC', /^(kepid|kepler_?id|kic(_?id)?)$/],
  ['EPIC', /^epic(_?id)?$/],
  ['TIC', /^tic(_?id)?$/],
  ['', /^(gaia_?(id|dr\d)|source_id|(star|object|target|host)_?(name|id))$/],
  // Differential photometry has the star's flux in a column of such a name.
  [WORDS_ONLY, /^(star|object|target|host)$/],
];

/**
 * The star that a column of the table names, the same in every row.
 * @param used columns with other meanings: time and flux
 * Throws `DIFFERENT_STARS`: tables of many stars are common, and their rows joined would be the curve of none of them.
 */
export function starInColumns(table: PhotometryTable, used: readonly string[]): Target {
  for (const [catalogue, names] of STAR_COLUMNS) {
    const column = table.columnNames.find((name) => !used.includes(name) && names.test(plainName(name)));
    if (column === undefined) continue;
    const [first, second] =
      catalogue === WORDS_ONLY ? (table.words(column)?.list ?? []) : differentValues(table, column);
    if (first === undefined) continue;
    if (second !== undefined)
      throw new LightCurveError(
        'DIFFERENT_STARS',
        table.file,
        `the column ${shownText(column)} names ${shownText(first)} and ${shownText(second)}, expected the rows of one star`,
      );
    const named = starInText(`${/^\d/.test(first) ? `${catalogue} ` : ''}${first}`);
    return named.name === undefined ? { name: first } : named;
  }
  return {};
}

function differentValues(table: PhotometryTable, column: string): string[] {
  const words = table.words(column);
  if (words) return [...words.list.slice(0, 2)];
  const numbers = table.numbers(column)?.filter(Number.isFinite) ?? [];
  const first = numbers[0];
  const second = numbers.find((number) => number !== first);
  return [first, second].filter((number) => number !== undefined).map(String);
}
