import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { EXPORT_MARK, type ExportMark, exportMarkIn } from '../export-mark';
import type { Limits } from '../limits';
import type { RawRecord } from '../lines/read-lines';
import type { LayoutColumn, TableLayout } from './table-layout';
import { BinaryRows } from './votable-binary';
import { malformedVoTable as malformed } from './votable-errors';
import type { VoField } from './votable-field';

/** Elements within each other; a VOTable has about eight. */
const MAX_DEPTH = 64;

/**
 * A VOTable: the fields and rows of its first table, in the form TABLEDATA, BINARY or BINARY2. https://www.ivoa.net/documents/VOTable/
 * @throws CatalogueError `MALFORMED_CATALOGUE`
 */
export function voTable(head: string, limits: Limits): TableLayout {
  const reader = new VoTableReader(limits);
  reader.write(head);
  if (!reader.started) throw malformed(`no rows in the first ${head.length} characters`);
  const { exported } = reader;
  const columns = reader.fields.map(({ name, unit }): LayoutColumn => ({ name, ...(unit ? { unit } : {}) }));
  return {
    format: 'VOTable',
    headerLine: reader.headerLine,
    columns,
    ...(exported ? { exported } : {}),
    records: (text, { partial = false } = {}) => recordsOf(text, limits, columns.length, partial),
  };
}

async function* recordsOf(
  text: AsyncIterable<string>,
  limits: Limits,
  width: number,
  partial: boolean,
): AsyncGenerator<RawRecord[], void> {
  const reader = new VoTableReader(limits);
  for await (const piece of text) {
    reader.write(piece);
    yield reader.take(width);
    if (reader.finished) return;
  }
  if (!partial) throw malformed('it ends before its end tag', reader.line);
}

class VoTableReader {
  readonly fields: VoField[] = [];
  exported?: ExportMark;
  headerLine = 0;
  /** The rows have begun. */
  started = false;
  /** The rows have ended. */
  finished = false;

  private readonly parser = new SaxesParser();
  private depth = 0;
  private cell?: string;
  private cells: string[] = [];
  private records: RawRecord[] = [];
  /** The form of a binary table, and its rows while its stream is read. */
  private form?: 'BINARY' | 'BINARY2';
  private stream?: BinaryRows;
  private binaryRows = 0;
  /** Characters since the last element, which the parser may keep. */
  private kept = 0;

  constructor(private readonly limits: Limits) {
    this.parser.on('error', (error) => {
      throw malformed(error.message.replace(/^\d+:\d+: /, ''), this.line);
    });
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('closetag', (tag) => this.close(localName(tag)));
    const append = (text: string) => {
      if (this.cell !== undefined) this.cell += text;
    };
    this.parser.on('text', append);
    this.parser.on('cdata', append);
  }

  get line(): number {
    return this.parser.line;
  }

  write(text: string): void {
    let rest = text;
    while (rest !== '' && !this.finished)
      rest = this.stream ? this.writeBase64(rest, this.stream) : this.writeXml(rest);
  }

  /**
   * Passes XML to the parser, which keeps a text until it ends. The text of a stream must not get there, so until the rows have begun
   * the parser gets one element at a time.
   * @returns what is left
   */
  private writeXml(text: string): string {
    const end = this.started ? 0 : text.indexOf('>') + 1;
    const part = end > 0 ? text.slice(0, end) : text;
    this.kept += part.length;
    this.parser.write(part);
    if (this.kept > this.limits.maxRowLength)
      throw malformed(`more than ${this.limits.maxRowLength} characters without an element`, this.line);
    return text.slice(part.length);
  }

  /** Reads the text of a stream, up to the next element. @returns what is left */
  private writeBase64(text: string, stream: BinaryRows): string {
    const end = text.indexOf('<');
    const part = end < 0 ? text : text.slice(0, end);
    // Their line says nothing, so rows of a stream have their number.
    for (const cells of stream.push(part)) this.records.push({ line: ++this.binaryRows, cells });
    if (end >= 0) {
      stream.end();
      this.stream = undefined;
    }
    return text.slice(part.length);
  }

  /** The records since the last call; cells that a row leaves out at its end are empty. */
  take(width: number): RawRecord[] {
    const { records } = this;
    this.records = [];
    for (const record of records) if ('cells' in record) while (record.cells.length < width) record.cells.push('');
    return records;
  }

  private open(tag: SaxesTagPlain): void {
    this.kept = 0;
    if (++this.depth > MAX_DEPTH) throw malformed(`more than ${MAX_DEPTH} elements within each other`, this.line);
    const { name, value } = tag.attributes;
    switch (localName(tag)) {
      case 'FIELD':
        if (!this.started) this.fields.push(fieldOf(tag));
        return;
      case 'VALUES':
        if (!this.started && tag.attributes.null !== undefined && this.fields.length > 0)
          this.fields.at(-1)!.null = tag.attributes.null;
        return;
      case 'PARAM':
        if (name === EXPORT_MARK) this.exported = exportMarkIn(value);
        return;
      case 'TABLEDATA':
        this.started = true;
        this.headerLine = this.line;
        return;
      case 'BINARY':
      case 'BINARY2':
        this.form = localName(tag) as 'BINARY' | 'BINARY2';
        return;
      case 'STREAM':
        this.openStream(tag);
        return;
      case 'FITS':
        throw malformed('its rows are in the form FITS; save it as TABLEDATA or BINARY2', this.line);
      case 'TR':
        this.cells = [];
        return;
      case 'TD':
        this.cell = '';
    }
  }

  private close(name: string): void {
    this.kept = 0;
    this.depth--;
    if (this.finished) return;
    if (name === 'TD') {
      this.cells.push(this.cell?.trim() ?? '');
      this.cell = undefined;
    } else if (name === 'TR') this.endRow();
    else if (name === 'TABLEDATA' || (this.form === name && this.started)) this.finished = true;
  }

  private openStream({ attributes: { href, encoding = 'base64' } }: SaxesTagPlain): void {
    if (!this.form || this.started) return;
    if (href !== undefined) throw malformed('its rows are in another file; save it as TABLEDATA or BINARY2', this.line);
    if (encoding !== 'base64') throw malformed(`its stream has the encoding ${JSON.stringify(encoding)}`, this.line);
    this.started = true;
    this.headerLine = this.line;
    this.stream = new BinaryRows(this.fields, this.form === 'BINARY2', this.limits.maxRowLength);
  }

  private endRow(): void {
    const { cells, line, fields } = this;
    const read = cells.map((cell, index) => (cell === fields[index]?.null ? '' : cell));
    if (read.some((cell) => cell !== '')) this.records.push({ line, cells: read });
  }
}

const fieldOf = ({ attributes: { name, ID: id, unit, datatype, arraysize } }: SaxesTagPlain): VoField => ({
  name: name || id || '',
  ...(unit ? { unit } : {}),
  ...(datatype ? { datatype } : {}),
  ...(arraysize ? { arraysize } : {}),
});

const localName = (tag: SaxesTagPlain): string => tag.name.replace(/^.*:/, '').toUpperCase();
