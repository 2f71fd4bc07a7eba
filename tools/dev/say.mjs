import { show } from './shown.mjs';

/**
 * Prints one line of our own, marked to stand out from the output of the programs that we start.
 * @param {string} line
 */
export function say(line) {
  show(`==> ${line}\n`);
}
