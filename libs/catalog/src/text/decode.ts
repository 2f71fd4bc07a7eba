import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { CatalogueError } from '../errors';
import { peek } from './peek';

const SIGNATURES: readonly { begins: readonly number[]; is: string }[] = [
  { begins: [0x50, 0x4b, 0x03, 0x04], is: 'a zip archive or an Excel workbook' },
  { begins: [0xd0, 0xcf, 0x11, 0xe0], is: 'an Excel workbook' },
  { begins: [0x53, 0x49, 0x4d, 0x50, 0x4c, 0x45, 0x20, 0x20], is: 'a FITS file' },
  { begins: [0x25, 0x50, 0x44, 0x46], is: 'a PDF file' },
  { begins: [0x50, 0x41, 0x52, 0x31], is: 'a Parquet file' },
  { begins: [0x1f, 0x8b], is: 'a gzip stream inside a gzip stream' },
];

/** Text is passed on in pieces of about this length, whatever the size of the chunks that arrive. */
const PIECE_LENGTH = 64 * 1024;

/** Decodes a table. @throws CatalogueError `NOT_TEXT` */
export async function* decoded(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const { first, all } = await peek(source, 8);
  const decode = decoderFor(first);
  let piece = '';
  for await (const chunk of all) {
    for (let at = 0; at < chunk.length; at += PIECE_LENGTH) {
      piece += decode(chunk.subarray(at, at + PIECE_LENGTH), false);
      if (piece.length < PIECE_LENGTH) continue;
      yield text(piece);
      piece = '';
    }
  }
  yield text(piece + decode(new Uint8Array(0), true));
}

type Decode = (chunk: Uint8Array, last: boolean) => string;

function decoderFor(first: Uint8Array): Decode {
  const signature = SIGNATURES.find(({ begins }) => begins.every((byte, index) => first[index] === byte));
  if (signature) throw notText(signature.is);
  if (first[0] === 0xff && first[1] === 0xfe) return wide('utf-16le');
  if (first[0] === 0xfe && first[1] === 0xff) return wide('utf-16be');
  return narrow();
}

function wide(encoding: 'utf-16le' | 'utf-16be'): Decode {
  const decoder = new TextDecoder(encoding);
  return (chunk, last) => decoder.decode(chunk, { stream: !last });
}

/** UTF-8 up to the first byte that is not valid in it, Windows-1252 from there. */
function narrow(): Decode {
  let rest: Uint8Array = new Uint8Array(0);
  let valid = true;
  let begun = false;
  return (chunk, last) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = last || !valid ? bytes.length : bytes.length - unfinished(bytes);
    rest = bytes.subarray(whole);
    const complete = Buffer.from(bytes.buffer, bytes.byteOffset, whole);
    valid &&= isUtf8(complete);
    const decodedText = valid ? complete.toString('utf8') : fromWindows1252(complete);
    if (begun || decodedText === '') return decodedText;
    begun = true;
    return decodedText.replace(/^\uFEFF/, '');
  };
}

/** Number of bytes at the end that begin a character whose other bytes have not arrived. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** The characters of the bytes 0x80 to 0x9f, https://encoding.spec.whatwg.org/index-windows-1252.txt */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const fromWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]);

function text(piece: string): string {
  if (piece.includes('\0')) throw notText('bytes that are not text');
  return piece;
}

function notText(found: string): CatalogueError {
  return new CatalogueError(
    'NOT_TEXT',
    `found ${found}, expected a table as text: CSV, TSV, IPAC, ECSV, VOTable or JSON lines`,
  );
}
