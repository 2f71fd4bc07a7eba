/** A column name without case, unit brackets and spaces: `Time (BKJD)` is `time`, `time.jd1` is `time_jd1`. */
export function plainName(name: string): string {
  return name
    .replace(/[[(].*$/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s._-]+/g, '_')
    .replace(/_$/, '');
}

/** What stands in the brackets of a column name: the unit of `Time (BTJD)` is `BTJD`. */
export function unitInName(name: string): string | undefined {
  return /[[(]([^\])]*)/.exec(name)?.[1]?.trim();
}
