import type { components } from './generated/openapi';

/** One file of photometry: a quarter or sector as FITS, or a table as CSV. */
export interface LightCurveFile {
  name: string;
  bytes: Uint8Array;
}

/** Options beside the photometry: a known ephemeris, limits of the search, star values. */
export type LightCurveOptions = Omit<components['schemas']['LightCurveFormDto'], 'files'>;

/** The multipart form of `POST /light-curves`. */
export function lightCurveForm(files: readonly LightCurveFile[], options: LightCurveOptions): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(options)) if (value !== undefined) form.append(name, String(value));
  for (const { name, bytes } of files) form.append('files', new Blob([new Uint8Array(bytes)]), name);
  return form;
}
