/** Length of a FITS block [bytes]. */
const BLOCK = 2880;
const CARD = 80;
const ALL_ONES = 0xffff_ffff;

/**
 * What is wrong with the bytes of a FITS file: it must begin as one and consist of whole blocks, and where every header has a CHECKSUM
 * card, the sum of all 32-bit words, with the carry added, must be all ones. https://fits.gsfc.nasa.gov/registry/checksum.html
 */
export function fitsFault(bytes: Uint8Array): 'not FITS' | 'cut off' | 'wrong checksum' | undefined {
  const text = (at: number, length: number) =>
    Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('latin1');
  if (bytes.length < CARD || text(0, 9) !== 'SIMPLE  =') return 'not FITS';
  if (bytes.length % BLOCK !== 0) return 'cut off';
  let headers = 0;
  let checksums = 0;
  for (let at = 0; at < bytes.length; at += BLOCK) {
    if (!/^(SIMPLE {2}|XTENSION)=/.test(text(at, 9))) continue;
    headers++;
    for (let card = at; card < bytes.length && text(card, 8) !== 'END     '; card += CARD)
      if (text(card, 9) === 'CHECKSUM=') checksums++;
  }
  return checksums < headers || sum(bytes) === ALL_ONES ? undefined : 'wrong checksum';
}

function sum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    total += view.getUint32(at);
    if (total > ALL_ONES) total -= ALL_ONES;
  }
  return total;
}
