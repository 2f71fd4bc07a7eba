import { TextDecoder } from 'node:util';
import { CatalogueError } from '../errors';

/** The text of a table: complete, or in chunks (a file stream, an upload, standard input). */
export type CatalogueText = string | Uint8Array | AsyncIterable<string | Uint8Array>;

const SIGNATURES: readonly { begins: readonly number[]; is: string }[] = [
  { begins: [0x50, 0x4b, 0x03, 0x04], is: 'a zip archive or an Excel workbook' },
  { begins: [0x1f, 0x8b], is: 'a gzip stream' },
  { begins: [0x53, 0x49, 0x4d, 0x50, 0x4c, 0x45, 0x20, 0x20], is: 'a FITS file' },
  { begins: [0x25, 0x50, 0x44, 0x46], is: 'a PDF file' },
];

/** Decodes chunks of UTF-8, or of UTF-16 with a byte order mark. @throws CatalogueError `NOT_TEXT` */
export async function* decoded(text: CatalogueText): AsyncGenerator<string, void> {
  let decoder: TextDecoder | undefined;
  const chunks = typeof text === 'string' || text instanceof Uint8Array ? [text] : text;
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      yield chunk.replace(/^\uFEFF/, '');
      continue;
    }
    decoder ??= decoderFor(chunk);
    const part = decoder.decode(chunk, { stream: true });
    if (part.includes('\0')) throw notText('bytes that are not text');
    yield part;
  }
  if (decoder) yield decoder.decode();
}

function decoderFor(first: Uint8Array): TextDecoder {
  const signature = SIGNATURES.find(({ begins }) => begins.every((byte, index) => first[index] === byte));
  if (signature) throw notText(signature.is);
  const wide = first[0] === 0xff && first[1] === 0xfe;
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8');
}

function notText(found: string): CatalogueError {
  return new CatalogueError('NOT_TEXT', `found ${found}, expected a table as text: comma- or tab-separated`);
}
