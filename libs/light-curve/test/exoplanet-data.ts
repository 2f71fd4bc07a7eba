import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with real photometry, from `EXOPLANET_DATA`; tests that need it are skipped without it, and say so. */
const dataFolder = process.env.EXOPLANET_DATA;

/** For `describe.skipIf`: true, with a line that says what is not checked, when there is no data folder. */
export function withoutData(what: string): boolean {
  if (dataFolder) return false;
  console.warn(`skipped, EXOPLANET_DATA is not set: ${what}`);
  return true;
}

export function dataBytes(...path: string[]): Uint8Array {
  return readFileSync(dataPath(...path));
}

export function dataPath(...path: string[]): string {
  return join(dataFolder ?? '', ...path);
}
