import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { CatalogueError } from '../errors';
import { EXPORT_MARK, type ExportMark, exportMarkIn } from '../export-mark';
import type { Limits } from '../limits';
import type { RawRecord } from '../lines/read-lines';
import type { LayoutColumn, TableLayout } from './table-layout';

/** Elements within each other; a VOTable has about eight. */
const MAX_DEPTH = 64;

/**
 * A VOTable: the fields and rows of its first table, which must be in the form TABLEDATA. https://www.ivoa.net/documents/VOTable/
 * @throws CatalogueError `MALFORMED_CATALOGUE`
 */
export function voTable(head: string, limits: Limits): TableLayout {
  const reader = new VoTableReader(limits);
  reader.write(head);
  if (!reader.started) throw malformed(`no TABLEDATA in the first ${head.length} characters`);
  const { columns, exported } = reader;
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
  readonly columns: LayoutColumn[] = [];
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
    if (this.finished) return;
    this.kept += text.length;
    this.parser.write(text);
    if (this.kept > this.limits.maxRowLength)
      throw malformed(`more than ${this.limits.maxRowLength} characters without an element`, this.line);
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
    const { name = '', ID: id = '', unit, value } = tag.attributes;
    switch (localName(tag)) {
      case 'FIELD':
        if (!this.started) this.columns.push({ name: name || id, ...(unit ? { unit } : {}) });
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
      case 'FITS':
        throw malformed(`its rows are in the form ${localName(tag)}; save it as TABLEDATA`, this.line);
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
    else if (name === 'TABLEDATA') this.finished = true;
  }

  private endRow(): void {
    const { cells, line } = this;
    if (cells.some((cell) => cell !== '')) this.records.push({ line, cells });
  }
}

const localName = (tag: SaxesTagPlain): string => tag.name.replace(/^.*:/, '').toUpperCase();

function malformed(detail: string, line?: number): CatalogueError {
  return new CatalogueError('MALFORMED_CATALOGUE', `the VOTable is not valid: ${detail}`, line);
}
