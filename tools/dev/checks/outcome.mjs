/**
 * What a part of `./test.sh` found.
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Outcome failures: one line each
 */

/** @param {Partial<Outcome>} found @returns {Outcome} */
export function outcome(found) {
  const failures = found.failures ?? [];
  return { passed: 0, failed: failures.length, skipped: 0, ...found, failures };
}

/** @param {Outcome[]} outcomes @returns {Outcome} */
export function total(outcomes) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ count) =>
    outcomes.reduce((all, one) => all + one[count], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

/** `12 passed, 0 failed, 1 skipped`: the closing line that continuous integration reads. @param {Outcome} outcome */
export function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
