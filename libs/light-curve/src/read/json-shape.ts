import { LightCurveError } from '../errors';
import { checkCellCount } from './check-size';
import type { ReadLimits } from './limits';

/** A light curve is an object of arrays of numbers, with a few names beside. */
const MAX_DEPTH = 2;
const MAX_BRACKETS = 64;
const MAX_STRINGS = 1000;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACKET, OPEN_BRACE, CLOSE_BRACKET, CLOSE_BRACE] = [0x5b, 0x7b, 0x5d, 0x7d];

/**
 * Counts what a JSON text would become, before it is parsed: its objects take many times the memory of its text.
 * Throws `FILE_TOO_LARGE`, `MALFORMED_TABLE` or `TOO_MANY_POINTS`.
 */
export function checkJsonShape(file: string, bytes: Uint8Array, limits: ReadLimits): void {
  if (bytes.length > limits.maxJsonBytes)
    throw new LightCurveError(
      'FILE_TOO_LARGE',
      file,
      `${Math.ceil(bytes.length / 2 ** 20)} MiB of JSON, expected at most ${limits.maxJsonBytes / 2 ** 20} MiB; send a longer light curve as CSV or FITS`,
    );
  const malformed = (found: string) =>
    new LightCurveError('MALFORMED_TABLE', file, `${found}, expected a JSON object with the arrays time and flux`);
  let [depth, brackets, commas, strings] = [0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
      if (++strings > MAX_STRINGS) throw malformed(`more than ${MAX_STRINGS} texts`);
    } else if (byte === COMMA) commas++;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      if (++depth > MAX_DEPTH) throw malformed(`nested more than ${MAX_DEPTH} deep`);
      if (++brackets > MAX_BRACKETS) throw malformed(`more than ${MAX_BRACKETS} arrays and objects`);
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  checkCellCount(file, commas, 1, limits);
}
