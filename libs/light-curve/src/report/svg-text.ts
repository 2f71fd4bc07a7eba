const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that cannot end an element or an attribute; control characters, which XML forbids, are dropped. */
export function escapeText(text: string): string {
  return Array.from(text, (character) => (isAllowed(character) ? (ENTITIES[character] ?? character) : '')).join('');
}

/** Characters XML 1.0 allows, without tabs and line ends. */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 32 && code !== 127 && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

export interface TextStyle {
  size?: number;
  anchor?: 'start' | 'middle' | 'end';
  weight?: 'normal' | 'bold';
  colour?: string;
  /** Degrees, about the text's own place. */
  rotate?: number;
}

/** One line of text, its baseline beginning (or ending, or centred) at x, y. */
export function textAt(
  x: number,
  y: number,
  content: string,
  { size = 10, anchor = 'start', weight = 'normal', colour = '#000', rotate }: TextStyle = {},
): string {
  const turn = rotate === undefined ? '' : ` transform="rotate(${rotate} ${coordinate(x)} ${coordinate(y)})"`;
  const bold = weight === 'bold' ? ' font-weight="bold"' : '';
  const aligned = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" font-size="${size}" fill="${colour}"${bold}${aligned}${turn}>${escapeText(content)}</text>`;
}

/** A coordinate with at most one decimal. */
export function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Average width of a character in parts of the font size, for a sans-serif face. */
const CHARACTER_WIDTH = 0.52;

/** Width of a text, about [px]. */
export const textWidth = (text: string, size: number): number => text.length * size * CHARACTER_WIDTH;

/** Lines of at most `width` pixels, broken between words; a text beyond `most` lines ends in an ellipsis. */
export function wrapped(text: string, width: number, size: number, most = 2): string[] {
  const capacity = Math.max(4, Math.floor(width / (size * CHARACTER_WIDTH)));
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= capacity) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const cut = lines.length > most;
  return lines.slice(0, most).map((line, index) => {
    const tooLong = line.length > capacity;
    const ends = cut && index === most - 1;
    return tooLong || ends ? `${line.slice(0, capacity - 1)}…` : line;
  });
}
