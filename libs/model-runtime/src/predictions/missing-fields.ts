import {
  DIAGNOSTICS as DIAGNOSTIC_FIELDS,
  MEASUREMENTS,
  type CandidateTable,
  type PredictResult,
} from '@exoplanet/contracts';

/** Prefix of the diagnostics' columns, and what is told when none of them is given. */
const DIAGNOSTICS = 'diagnostics';
/** Bits of one UTF-16 code unit: a row's pattern of given columns is kept as text, which a Map finds. */
const WORD = 16;
const MOST_LAYOUTS = 256;
const MOST_PATTERNS = 4096;
const MOST_LISTS = 2 ** 16;

/** A column of the model, with its bit in the pattern of a row; −1 where the table has no such column. */
interface Column {
  name: string;
  bit: number;
}

/** How tables with the same columns are read, and the patterns met so far in them. */
interface Layout {
  /** Places in the table of the columns that the model reads, by bit. */
  positions: Int32Array;
  measurements: (Column & { errors: Column[] })[];
  diagnostics: Column[];
  lists: Map<string, string[]>;
}

/**
 * Tells for each row which of a model's fields were not given:
 * - a measured value by its name;
 * - beside a given value, `<field>_err` when no error of it is given, else the one error that is not;
 * - a diagnostic as `diagnostics.<name>` when some diagnostic is given, else `diagnostics` for all of them.
 */
export class MissingFields {
  private readonly layouts = new Map<string, Layout>();
  private readonly measurements: { name: string; errors: string[] }[];
  private readonly diagnostics: string[];
  private readonly known: ReadonlySet<string>;

  /** @param features the model's columns, named as in `COLUMNS` */
  constructor(features: readonly string[]) {
    this.known = new Set(features);
    this.measurements = MEASUREMENTS.filter(({ name }) => this.known.has(name)).map(({ name }) => ({
      name,
      errors: [`${name}_err_low`, `${name}_err_high`].filter((error) => this.known.has(error)),
    }));
    this.diagnostics = DIAGNOSTIC_FIELDS.map(({ name }) => `${DIAGNOSTICS}.${name}`).filter((name) =>
      this.known.has(name),
    );
  }

  /** Rows that miss the same fields share one list. */
  of(table: CandidateTable): PredictResult['missing'] {
    const { columns, rows, values } = table;
    const layout = this.layoutOf(columns);
    const { positions } = layout;
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const lists: string[][] = [];
    const index = new Uint16Array(rows);
    const places = new Map<string[], number>();
    const words = new Array<number>(Math.ceil(positions.length / WORD)).fill(0);
    for (let row = 0; row < rows; row++) {
      const offset = row * columns.length;
      for (let word = 0, column = 0; word < words.length; word++) {
        let pattern = 0;
        for (let bit = 0; bit < WORD && column < positions.length; bit++)
          pattern |= isGiven(bits[offset + positions[column++]]) << bit;
        words[word] = pattern;
      }
      index[row] = placeOf(listOf(words, layout), lists, places);
    }
    return { lists, index };
  }

  private layoutOf(columns: readonly string[]): Layout {
    const key = columns.join();
    let layout = this.layouts.get(key);
    if (!layout) {
      if (this.layouts.size >= MOST_LAYOUTS) this.layouts.clear();
      const names = columns.filter((name) => this.known.has(name) && name !== 'source');
      const column = (name: string): Column => ({ name, bit: names.indexOf(name) });
      layout = {
        positions: Int32Array.from(names, (name) => columns.indexOf(name)),
        measurements: this.measurements.map(({ name, errors }) => ({ ...column(name), errors: errors.map(column) })),
        diagnostics: this.diagnostics.map(column),
        lists: new Map(),
      };
      this.layouts.set(key, layout);
    }
    return layout;
  }
}

/** 0 for the bits of a Float32 that is NaN, else 1: without a branch, whose outcome varies from field to field. */
const isGiven = (bits: number): number => ((bits & 0x7fffffff) - 0x7f800001) >>> 31;

/** What a row with this pattern misses. */
function missingFrom(words: readonly number[], { measurements, diagnostics }: Layout): string[] {
  const absent = ({ bit }: Column): boolean => bit < 0 || ((words[bit >> 4] >> (bit & 15)) & 1) === 0;
  const missing: string[] = [];
  for (const measurement of measurements) {
    if (absent(measurement)) missing.push(measurement.name);
    else if (measurement.errors.length > 0) {
      const errors = measurement.errors.filter(absent);
      if (errors.length === measurement.errors.length) missing.push(`${measurement.name}_err`);
      else for (const { name } of errors) missing.push(name);
    }
  }
  const absentDiagnostics = diagnostics.filter(absent);
  if (absentDiagnostics.length > 0 && absentDiagnostics.length === diagnostics.length) missing.push(DIAGNOSTICS);
  else for (const { name } of absentDiagnostics) missing.push(name);
  return missing;
}

/** The list of a pattern, the same array each time. */
function listOf(words: readonly number[], layout: Layout): string[] {
  const pattern = String.fromCharCode(...words);
  let list = layout.lists.get(pattern);
  if (!list) {
    if (layout.lists.size >= MOST_PATTERNS) layout.lists.clear();
    list = missingFrom(words, layout);
    layout.lists.set(pattern, list);
  }
  return list;
}

function placeOf(list: string[], lists: string[][], places: Map<string[], number>): number {
  let place = places.get(list);
  if (place === undefined) {
    if (lists.length === MOST_LISTS)
      throw new RangeError(`more than ${MOST_LISTS} different lists of missing fields in one command`);
    place = lists.push(list) - 1;
    places.set(list, place);
  }
  return place;
}
