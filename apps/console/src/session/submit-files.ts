import type { LightCurveOptions } from '@exoplanet/client';
import { client } from '../server/client';
import { headOf, kindOfFile } from './kind-of-file';
import { setPendingTable } from './pending-table';
import { remember } from './recent-work';

/** Thrown when the dropped files are not one kind of thing. */
export class MixedFilesError extends Error {}

/**
 * Sends what was dropped, and says which page shows it: the files of one star as a light curve, one table as a catalogue.
 * @throws MixedFilesError, ProblemError, ServerUnreachableError
 */
export async function submitFiles(files: File[]): Promise<string> {
  const kinds = new Set(await Promise.all(files.map(async (file) => kindOfFile(await headOf(file)))));
  if (kinds.size > 1)
    throw new MixedFilesError('These are light curves and tables together. Drop them one after the other.');
  if (!kinds.has('catalog')) return submitLightCurve(files);
  if (files.length > 1) throw new MixedFilesError('These are several tables. Drop one at a time.');
  setPendingTable(files[0]);
  return '/catalog/new';
}

/** @returns the address of the page of the curve */
export async function submitLightCurve(
  files: readonly File[],
  name = nameOf(files),
  options: LightCurveOptions = {},
): Promise<string> {
  const contents = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const task = await client().submitLightCurves(contents, { explain: true, uncertainty: true, ...options });
  const href = `/curve/${task}`;
  remember({ kind: 'curve', name, href });
  return href;
}

const nameOf = (files: readonly File[]): string =>
  files.length === 1 ? files[0].name : `${files[0].name} and ${files.length - 1} more`;
