import { existsSync, readdirSync } from 'node:fs';

/**
 * The library with which the wall clock of a process can be moved (Debian's package libfaketime), or undefined.
 * @returns {string | undefined}
 */
export function findFakeTime() {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`)
    .find((path) => existsSync(path));
}
