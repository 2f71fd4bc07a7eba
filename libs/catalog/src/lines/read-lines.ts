import type { LineFault, LineFormat } from './line-format';

/** One record of a table: its cells, or why it could not be cut into cells. */
export type RawRecord = { line: number; cells: string[] } | { line: number; fault: LineFault };

export interface LinesOptions {
  /** Lines up to this one, counted from 1, are not records. */
  headerLine: number;
  /** Lines that begin with this are not records. */
  comment?: string;
  maxRowLength: number;
  /** The text may end anywhere; a record that is cut there is left out. @default false */
  partial?: boolean;
}

/** The records of a table line by line, in groups as the text arrives. Line ends are `\n`, `\r\n` or `\r`, mixed in any way. */
export async function* recordsIn(
  text: AsyncIterable<string>,
  format: LineFormat,
  options: LinesOptions,
): AsyncGenerator<RawRecord[], void> {
  const reader = new LineReader(format, options);
  for await (const piece of text) yield reader.push(piece);
  if (!options.partial) yield reader.end();
}

class LineReader {
  /** The last line, which may go on. */
  private rest = '';
  /** Complete lines of a record whose last line has not arrived. */
  private pending: string[] = [];
  /** Number of the line before `pending`. */
  private lines = 0;
  /** The rest of a line that is too long is skipped. */
  private skipping = false;

  constructor(
    private readonly format: LineFormat,
    private readonly options: LinesOptions,
  ) {}

  push(piece: string): RawRecord[] {
    const text = this.rest + piece;
    // A carriage return at the end may be the first half of a line end.
    const whole = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = splitLines(text.slice(0, whole));
    this.rest = lines.pop()! + text.slice(whole);
    const records = this.records(lines, false);
    if (this.rest.length > this.options.maxRowLength) records.push(...this.skipLongLine());
    return records;
  }

  end(): RawRecord[] {
    const lines = splitLines(this.rest);
    if (lines.at(-1) === '') lines.pop();
    return this.records(lines, true);
  }

  private records(arrived: string[], final: boolean): RawRecord[] {
    if (this.skipping && arrived.length > 0) {
      arrived.shift();
      this.skipping = false;
    }
    const lines = this.pending.length === 0 ? arrived : [...this.pending, ...arrived];
    const records: RawRecord[] = [];
    let at = 0;
    while (at < lines.length) {
      const number = this.lines + at + 1;
      const line = lines[at];
      if (number <= this.options.headerLine || this.isSkipped(line)) {
        at++;
        continue;
      }
      let split = this.format.split(lines, at, final);
      if (split === 'incomplete' && this.isTooLong(lines, at)) split = this.format.split(lines, at, true);
      if (split === 'incomplete') break;
      at = split.next;
      const last = this.lines + at;
      if ('fault' in split) records.push({ line: last, fault: split.fault });
      else if (split.cells.some((cell) => cell !== '')) records.push({ line: last, cells: split.cells });
    }
    this.pending = lines.slice(at);
    this.lines += at;
    return records;
  }

  private isSkipped(line: string): boolean {
    const { comment } = this.options;
    return (comment !== undefined && line.startsWith(comment)) || line.trim() === '';
  }

  private isTooLong(lines: readonly string[], at: number): boolean {
    let length = 0;
    for (let index = at; index < lines.length; index++)
      if ((length += lines[index].length + 1) > this.options.maxRowLength) return true;
    return false;
  }

  /** A line that is too long is refused, and the rest of it is skipped. */
  private skipLongLine(): RawRecord[] {
    const first = this.skipping ? [] : this.records([], true);
    const value = this.rest.slice(0, 40);
    this.rest = '';
    if (this.skipping) return first;
    this.skipping = true;
    this.lines++;
    const allowed = `at most ${this.options.maxRowLength} characters`;
    return [...first, { line: this.lines, fault: { code: 'ROW_TOO_LONG', value, allowed } }];
  }
}

const splitLines = (text: string): string[] => (text.includes('\r') ? text.split(/\r\n?|\n/) : text.split('\n'));
