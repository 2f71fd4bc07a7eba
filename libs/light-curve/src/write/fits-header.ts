/** FITS files are made of blocks of 2880 bytes and headers of cards of 80 characters (FITS 4.0, section 3). */
const BLOCK = 2880;
const CARD = 80;

/** A keyword of up to 8 characters, its value, and a comment; `COMMENT` has text alone. Undefined values are left out. */
export type FitsCard = readonly [keyword: string, value: string | number | boolean | undefined, comment?: string];

/** A header of whole blocks, with its END card. */
export function fitsHeader(cards: readonly FitsCard[]): Uint8Array {
  const lines = cards.flatMap(([keyword, value, comment]) =>
    value === undefined ? [] : keyword === 'COMMENT' ? commentary(String(value)) : [card(keyword, value, comment)],
  );
  return padded(new TextEncoder().encode([...lines, 'END'.padEnd(CARD)].join('')), 0x20);
}

/** Bytes filled up to whole blocks. */
export function padded(bytes: Uint8Array, filler = 0): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(filler, bytes.length);
  whole.set(bytes);
  return whole;
}

function card(keyword: string, value: string | number | boolean, comment?: string): string {
  const text = `${keyword.padEnd(8)}= ${valueText(value)}${comment ? ` / ${comment}` : ''}`;
  return plain(text).slice(0, CARD).padEnd(CARD);
}

/** Texts in quotes, at least 8 characters long; numbers and logicals end at column 30. */
function valueText(value: string | number | boolean): string {
  if (typeof value === 'string') return `'${plain(value).slice(0, 66).replaceAll("'", "''").padEnd(8)}'`.padEnd(20);
  return (typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value).toUpperCase()).padStart(20);
}

function commentary(text: string): string[] {
  const lines: string[] = [''];
  for (const word of plain(text).split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line.length + word.length + 1 > CARD - 8) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `COMMENT ${line.slice(0, CARD - 8)}`.padEnd(CARD));
}

/** A header holds printable ASCII alone. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
