import { gzipSync } from 'node:zlib';
import type { Dice } from './dice';

const CARD = 80;
const BLOCK = 2880;

/** A FITS header of these cards, padded as the standard asks. */
function fitsHeader(cards: readonly string[]): Buffer {
  const text = [...cards, 'END'].map((card) => card.padEnd(CARD)).join('');
  return Buffer.from(text.padEnd(Math.ceil(text.length / BLOCK) * BLOCK), 'latin1');
}

/** A FITS file whose table has what the cards say, whatever its data are. */
function fitsTable(dice: Dice): Buffer {
  const rows = dice.pick(['1', '100', '1000000000', '-1', '1e9', '99999999999999999999']);
  const form = dice.pick(['1D', '2000000A', '1000000000D', '0D', 'PD(9)', '1X', '-1D', 'ZZ']);
  const width = dice.pick(['8', '16', '2000008', '0', '-8', '8000000000']);
  const primary = fitsHeader([
    'SIMPLE  =                    T',
    'BITPIX  =                    8',
    'NAXIS   =                    0',
  ]);
  const table = fitsHeader([
    "XTENSION= 'BINTABLE'",
    'BITPIX  =                    8',
    'NAXIS   =                    2',
    `NAXIS1  = ${width.padStart(20)}`,
    `NAXIS2  = ${rows.padStart(20)}`,
    `PCOUNT  = ${dice.pick(['0', '-1', '99999999999']).padStart(20)}`,
    'GCOUNT  =                    1',
    `TFIELDS = ${dice.pick(['2', '0', '999', '1000000000']).padStart(20)}`,
    "TTYPE1  = 'TIME    '",
    `TFORM1  = '${form}'`,
    "TTYPE2  = 'PDCSAP_FLUX'",
    `TFORM2  = '${dice.pick(['1E', form])}'`,
  ]);
  return Buffer.concat([primary, table, Buffer.from(dice.bytes(dice.pick([0, 100, BLOCK])))]);
}

function csvCurve(dice: Dice): string {
  const step = dice.pick(['0.02', '1e10', '0', '-1', '1e-300']);
  const rows = Array.from(
    { length: dice.pick([0, 1, 30, 300]) },
    (_, i) => `${i * Number(step)},${1 + (i % 7) * 1e-4}`,
  );
  return [dice.pick(['time,flux', 'time,flux,', 'flux', 'TIME\tFLUX', 'time,flux,flux', '"time,flux']), ...rows].join(
    dice.pick(['\n', '\r', '\r\n', '\n\n']),
  );
}

/** A file that is no light curve, or a strange one; small as sent, in part large as it is meant. */
export function hostileFile(dice: Dice): Uint8Array {
  switch (dice.below(9)) {
    case 0:
      return fitsTable(dice);
    case 1:
      return Buffer.from(csvCurve(dice));
    case 2:
      return gzipSync(Buffer.alloc(dice.pick([1e4, 1e6, 3e7]), dice.pick(['[', ',', '#\r', '0', '\n', 'a,'])));
    case 3:
      return Buffer.from(`${'c,'.repeat(dice.pick([10, 2000, 100_000]))}time,flux\n1,2\n`);
    case 4:
      return Buffer.from(`{"time": ${'['.repeat(dice.pick([10, 2000, 100_000]))}`);
    case 5:
      return gzipSync(gzipSync(csvCurve(dice)));
    case 6:
      return gzipSync(csvCurve(dice)).subarray(0, 15);
    case 7:
      return Buffer.from(`SIMPLE  =                    T${'\0'.repeat(dice.pick([0, 100, 6000]))}`);
    default:
      return dice.bytes(dice.pick([0, 1, 1000]));
  }
}
