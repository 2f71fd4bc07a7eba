import { columnNamed, type PhotometryTable } from './photometry-table';
import { plainName } from './plain-name';

const CORE =
  /^(time|times|t|date|datetime|tmid|bjd|bkjd|btjd|bmjd|mjd|bjdtdb|jd|hjd|rjd|rbjd|rhjd|unix|barytime|epoch)$/;
/** Words and numbers that may stand beside one of those. */
const BESIDE =
  /^(bjd|bkjd|btjd|bmjd|mjd|jd|hjd|rjd|tdb|utc|tt|obs|mid|start|bary|barycentric|corrected|days?|d|hours?|h|minutes?|min|seconds?|s|sec|iso|isot|unix|value|\+?\d+(\.\d+)?)$/;

/** Best first: barycentric dates by name, a time, then dates that are worse or in an unknown frame. */
const PREFERENCE: readonly RegExp[] = [
  /bjd|bkjd|btjd|bmjd|bary/,
  /^(time|times|t)(_|$)(?!.*utc)/,
  /tmid(?!.*utc)/,
  /hjd/,
  /mjd|jd/,
  /date|unix/,
];

/** Which column holds the time, by its name; the best one where there are several. */
export function timeColumn(names: readonly string[]): string | undefined {
  const found = names.filter(isTimeName);
  const rank = (name: string) => {
    const at = PREFERENCE.findIndex((pattern) => pattern.test(plainName(name)));
    return at === -1 ? PREFERENCE.length : at;
  };
  return found.reduce<string | undefined>(
    (best, name) => (best === undefined || rank(name) < rank(best) ? name : best),
    undefined,
  );
}

function isTimeName(name: string): boolean {
  const words = plainName(name).split('_');
  return words.some((word) => CORE.test(word)) && words.every((word) => CORE.test(word) || BESIDE.test(word));
}

/** The times of a table, one per row: a column, or two whose parts astropy adds (jd1, jd2). */
export function timesOf(table: PhotometryTable): { column: string; values: Float64Array; iso: boolean } | undefined {
  const parts = partsOf(table);
  if (parts) return parts;
  const column = timeColumn(table.columnNames);
  const read = column === undefined ? undefined : table.time(column);
  return read && { column: column!, ...read };
}

/** Whether a table has times, in one column or two. */
export function hasTimes(columnNames: readonly string[]): boolean {
  return timeColumn(columnNames) !== undefined || partNames({ columnNames }) !== undefined;
}

function partsOf(table: PhotometryTable): { column: string; values: Float64Array; iso: boolean } | undefined {
  const names = partNames(table);
  const [days, parts] = names?.map((name) => table.numbers(name)) ?? [];
  if (!names || !days || !parts) return undefined;
  return { column: names[0], values: days.map((day, row) => day + parts[row]), iso: false };
}

function partNames(table: Pick<PhotometryTable, 'columnNames'>): [string, string] | undefined {
  for (const stem of ['', 'time_', 't_']) {
    const [first, second] = [columnNamed(table, `${stem}jd1`), columnNamed(table, `${stem}jd2`)];
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return undefined;
}

/** For error messages. */
export const EXPECTED_TIME = 'a column named time, bjd, bkjd, btjd, mjd, jd or hjd';
