import { LightCurveError } from '../errors';
import { shownText } from './check-size';

/** FITS files are made of blocks of 2880 bytes; a header block holds 36 cards of 80 characters (FITS 4.0, section 3). */
const BLOCK = 2880;
const CARD = 80;
/** Cards of one header; a light curve of the archives has about 400. */
const MAX_CARDS = 20_000;

export type FitsValue = string | number | boolean;

/** Keyword → value; commentary and keywords without a value are left out. */
export type FitsHeader = ReadonlyMap<string, FitsValue>;

/** One header and data unit: `data` is its place in the file [bytes], which may lie beyond the end of a truncated file. */
export interface FitsUnit {
  header: FitsHeader;
  data: { start: number; length: number };
}

/**
 * The header and data units of a FITS file, headers parsed and data left where it is.
 * Reading stops at the end of the file, so a unit cut short is the last one: the code that uses its data has to check the length.
 */
export function* fitsUnits(file: string, bytes: Uint8Array): Generator<FitsUnit> {
  let offset = 0;
  while (offset < bytes.length) {
    const first = offset === 0 ? 'SIMPLE' : 'XTENSION';
    if (ascii(bytes, offset, offset + 8).trimEnd() !== first) return;
    const { header, end } = readHeader(file, bytes, offset);
    const length = dataLength(file, header);
    yield { header, data: { start: end, length } };
    offset = end + Math.ceil(length / BLOCK) * BLOCK;
  }
}

export function isFits(bytes: Uint8Array): boolean {
  return ascii(bytes, 0, 9) === 'SIMPLE  =';
}

const LATIN = new TextDecoder('latin1');

export function ascii(bytes: Uint8Array, start: number, end: number): string {
  return LATIN.decode(bytes.subarray(start, end));
}

function readHeader(file: string, bytes: Uint8Array, start: number): { header: FitsHeader; end: number } {
  const header = new Map<string, FitsValue>();
  for (let at = start; at + CARD <= bytes.length; at += CARD) {
    const card = ascii(bytes, at, at + CARD);
    const keyword = card.slice(0, 8).trimEnd();
    if (keyword === 'END') return { header, end: start + Math.ceil((at + CARD - start) / BLOCK) * BLOCK };
    if (at - start > MAX_CARDS * CARD)
      throw new LightCurveError('MALFORMED_FITS', file, `a header is longer than ${MAX_CARDS} cards`);
    if (card.slice(8, 10) !== '= ') continue;
    const value = cardValue(card.slice(10));
    if (value !== undefined) header.set(keyword, value);
  }
  throw new LightCurveError(
    'TRUNCATED',
    file,
    `the file ends at byte ${bytes.length} inside a FITS header, expected its END card`,
  );
}

/** Text in quotes (a doubled quote is one quote), T or F, or a number whose exponent may be written with D. */
function cardValue(text: string): FitsValue | undefined {
  const quoted = /^\s*'((?:[^']|'')*)'/.exec(text);
  if (quoted) return quoted[1]?.replaceAll("''", "'").trimEnd();
  const bare = text.split('/', 1)[0]?.trim() ?? '';
  if (bare === 'T' || bare === 'F') return bare === 'T';
  if (bare === '') return undefined;
  const number = Number(bare.replace(/[dD]/, 'E'));
  return Number.isNaN(number) ? undefined : number;
}

const MAX_AXES = 999;

/** Length of the data unit [bytes]: |BITPIX|/8 · GCOUNT · (PCOUNT + NAXIS1 · NAXIS2 · …), FITS 4.0 equation 2. */
function dataLength(file: string, header: FitsHeader): number {
  const axes = integer(file, header, 'NAXIS');
  if (axes > MAX_AXES)
    throw new LightCurveError('MALFORMED_FITS', file, `NAXIS is ${axes}, expected at most ${MAX_AXES}`);
  if (axes === 0) return 0;
  let elements = 1;
  for (let axis = 1; axis <= axes; axis++) elements *= integer(file, header, `NAXIS${axis}`);
  const bytesEach = Math.abs(numberOf(header, 'BITPIX') ?? Number.NaN) / 8;
  const length = bytesEach * (numberOf(header, 'GCOUNT') ?? 1) * ((numberOf(header, 'PCOUNT') ?? 0) + elements);
  if (!Number.isSafeInteger(length) || length < 0)
    throw new LightCurveError('MALFORMED_FITS', file, 'BITPIX, GCOUNT or PCOUNT is not a valid number');
  return length;
}

/** A keyword that has to be a whole number from 0 up; throws `MALFORMED_FITS`. */
export function integer(file: string, header: FitsHeader, keyword: string): number {
  const value = header.get(keyword);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new LightCurveError(
    'MALFORMED_FITS',
    file,
    `header keyword ${keyword} is ${shownText(String(value ?? 'missing'))}, expected a whole number`,
  );
}

export function numberOf(header: FitsHeader, keyword: string): number | undefined {
  const value = header.get(keyword);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(header: FitsHeader, keyword: string): string | undefined {
  const value = header.get(keyword);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
