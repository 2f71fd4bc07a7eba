import { say } from '../say.mjs';
import { outcome } from './outcome.mjs';

/** Continuous integration sets CI, and must not pass because a check did not run. */
export const underCI = !['', 'false', '0'].includes(process.env.CI ?? '');

/**
 * A part that cannot run here. Under CI that is a failure where the machine could have run it.
 * @param {string} reason
 * @param {{ possible: boolean }} options possible: this machine has what an installation needs
 */
export function skipped(reason, { possible }) {
  say(`skipped: ${reason}`);
  return underCI && possible ? outcome({ failures: [`skipped under CI: ${reason}`] }) : outcome({ skipped: 1 });
}

/**
 * Which skipped tests count as failures under CI: those that name no need, and those whose every need is met.
 * @param {string[]} names full names of skipped tests; "(needs kubectl 1.25)" names a need
 * @param {(need: string) => boolean} isMet
 */
export function unjustifiedSkips(names, isMet) {
  return names.flatMap((name) => {
    const needs = [...name.matchAll(/\(needs ([^)]+)\)/g)].map(([, need]) => need);
    if (needs.length === 0) return [`${name}: skipped without "(needs ...)" in its name`];
    return needs.every(isMet) ? [`${name}: skipped although ${needs.join(' and ')} is here`] : [];
  });
}
