import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with real photometry, from `EXOPLANET_DATA`; tests that need it are skipped without it. */
export const dataFolder = process.env.EXOPLANET_DATA;

export function dataBytes(...path: string[]): Uint8Array {
  return readFileSync(dataPath(...path));
}

export function dataPath(...path: string[]): string {
  return join(dataFolder ?? '', ...path);
}
