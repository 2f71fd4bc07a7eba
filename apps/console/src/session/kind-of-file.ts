export type FileKind = 'light_curve' | 'catalog';

const TIME = /^(time|bjd|bkjd|btjd|hjd|mjd|jd|tmid_bjd|t)(?![a-z0-9])/i;
const FLUX = /(flux|^mag\b|^f$|brightness|pdcsap|^sap|irm|tfa\d|pca\d|ifl\d|fcor)/i;

/** Tells photometry of one star from a table of candidates, by the beginning of the file, which is not compressed. */
export function kindOfFile(head: Uint8Array): FileKind {
  const text = new TextDecoder('latin1').decode(head);
  if (text.startsWith('SIMPLE  =')) return 'light_curve';
  if (/^\s*</.test(text)) return 'catalog'; // VOTable
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const comments = lines.filter((line) => line.startsWith('#'));
  const rows = lines.filter((line) => !line.startsWith('#') && !line.startsWith('\\'));
  if (/^[{[]/.test(rows[0]?.trim() ?? '')) return jsonKind(text);
  const header = cellsOf(rows[0] ?? '');
  if (header.some(isName)) return hasTimeAndFlux(header) ? 'light_curve' : 'catalog';
  // No header: a comment may name the columns, and few columns of numbers only are a time and a flux.
  const named = comments.map((line) => cellsOf(line.slice(1))).find(hasTimeAndFlux);
  return named || (header.length >= 2 && header.length <= 5) ? 'light_curve' : 'catalog';
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .split(line.includes(',') ? ',' : line.includes('|') ? '|' : line.includes(';') ? ';' : /\s+/)
    .map((cell) => cell.trim().replace(/^["']|["']$/g, ''))
    .filter((cell) => cell !== '');

const isName = (cell: string): boolean => !Number.isFinite(Number(cell)) && /[a-z]/i.test(cell) && !/^nan$/i.test(cell);

const hasTimeAndFlux = (cells: string[]): boolean =>
  cells.some((cell) => TIME.test(cell)) && cells.some((cell) => FLUX.test(cell));

function jsonKind(text: string): FileKind {
  return /"time"\s*:\s*\[/.test(text) && /"flux"\s*:\s*\[/.test(text) ? 'light_curve' : 'catalog';
}

/** The first bytes of a file, decompressed where it is gzip. */
export async function headOf(file: Blob, bytes = 65_536): Promise<Uint8Array> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (start[0] !== 0x1f || start[1] !== 0x8b) return new Uint8Array(await file.slice(0, bytes).arrayBuffer());
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  void reader.cancel().catch(() => undefined);
  const head = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
  return head;
}
