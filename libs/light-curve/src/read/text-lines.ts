import { isUtf8 } from 'node:buffer';
import { LightCurveError } from '../errors';

/** Bytes that are decoded at a time: the text is never in memory as a whole. */
const BLOCK = 2 ** 18;
/** Maximum length of a line [characters]; text with a longer one is not a table of numbers. */
const MAX_LINE = 2 ** 16;

/**
 * The lines of a text in UTF-8, UTF-16 or Latin-1, which end with \n, \r or both, without the white space around them.
 * Throws `UNKNOWN_FORMAT` for bytes that are not text, `MALFORMED_TABLE` for an endless line.
 */
export function* textLines(file: string, bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes));
  let rest = '';
  let ending = NEWLINE;
  for (let from = 0; from < bytes.length; from += BLOCK) {
    const block = rest + decoded(file, decoder, bytes.subarray(from, from + BLOCK), from + BLOCK < bytes.length);
    let start = 0;
    for (let at = 0; at < block.length; at++) {
      const code = block.charCodeAt(at);
      if (code !== NEWLINE && code !== RETURN) continue;
      const secondOfPair = code === NEWLINE && ending === RETURN && at === start;
      if (!secondOfPair) yield block.slice(start, at).trim();
      ending = code;
      start = at + 1;
    }
    rest = block.slice(start);
    if (rest.length > MAX_LINE)
      throw new LightCurveError('MALFORMED_TABLE', file, `a line is longer than ${MAX_LINE} characters`);
  }
  yield rest.trim();
}

const NEWLINE = 10;
const RETURN = 13;

/** By the byte order mark; a text that is not UTF-8 is Latin-1, in which every byte is a letter. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'latin1';
}

/** Control characters that no text has, whatever its encoding. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

function decoded(file: string, decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, more: boolean): string {
  const text = decoder.decode(bytes, { stream: more });
  if (!NOT_TEXT.test(text)) return text;
  throw new LightCurveError(
    'UNKNOWN_FORMAT',
    file,
    'neither FITS nor text, expected a FITS, CSV or JSON file, gzipped or not',
  );
}
