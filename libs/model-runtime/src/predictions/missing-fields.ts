import {
  type CandidateTable,
  DIAGNOSTICS as DIAGNOSTIC_FIELDS,
  MEASUREMENTS,
  type ModelCard,
  type PredictResult,
  SOURCES,
} from '@exoplanet/contracts';

/** Prefix of the diagnostics' columns, and what is told instead of all of them. */
const DIAGNOSTICS = 'diagnostics';
/** Bits of one UTF-16 code unit: a row's pattern of given columns is kept as text, which a Map finds. */
const WORD = 16;
const MOST_LAYOUTS = 256;
const MOST_PATTERNS = 4096;
const MOST_LISTS = 2 ** 16;

/** A column of a candidate, with its bit in the pattern of a row; −1 where the table has no such column. */
interface Column {
  name: string;
  bit: number;
}

/** What a row misses and what it gives in vain. */
interface Lists {
  missing: string[];
  ignored: string[];
}

/** How tables with the same columns are read, and the patterns met so far in them. */
interface Layout {
  /** Place of the mission in the table. */
  source: number;
  /** Places of all other columns, by bit. */
  positions: Int32Array;
  measurements: (Column & { errors: Column[] })[];
  diagnostics: Column[];
  lists: Map<string, Lists>;
}

/**
 * Tells for each row which fields that count for its mission were not given:
 * - a measured value by its name;
 * - beside a given value, `<field>_err` when no error of it is given, else the one error that is not;
 * - a diagnostic as `diagnostics.<name>` when some diagnostic is given, else `diagnostics` for all of them;
 *
 * and which given ones the model does not use for that mission, by the same names: `<field>_err` for both errors,
 * `diagnostics` for those of a mission that uses none.
 */
export class MissingFields {
  private readonly layouts = new Map<string, Layout>();
  /** Columns that count, by position in `SOURCES`; the last is of an unknown mission. */
  private readonly used: readonly ReadonlySet<string>[];

  /**
   * @param features the model's columns, named as in `COLUMNS`
   * @param bySource those of them that count for a mission; all do where it is not named
   */
  constructor(features: readonly string[], bySource: ModelCard['fields_by_source'] = {}) {
    const known = new Set(features);
    this.used = [...SOURCES.map((mission) => bySource[mission]), undefined].map(
      (own) => new Set(own?.filter((name) => known.has(name)) ?? known),
    );
  }

  /** Rows that miss and ignore the same fields share their lists. */
  of(table: CandidateTable): PredictResult['missing'] {
    const { columns, rows, values } = table;
    const layout = this.layoutOf(columns);
    const { positions, source } = layout;
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const found = new Map<Lists, number>();
    const index = new Uint16Array(rows);
    const words = new Array<number>(1 + Math.ceil(positions.length / WORD)).fill(0);
    for (let row = 0; row < rows; row++) {
      const offset = row * columns.length;
      words[0] = this.missionOf(values[offset + source]);
      for (let word = 1, column = 0; word < words.length; word++) {
        let pattern = 0;
        for (let bit = 0; bit < WORD && column < positions.length; bit++)
          pattern |= isGiven(bits[offset + positions[column++]]) << bit;
        words[word] = pattern;
      }
      index[row] = placeOf(this.listsOf(words, layout), found);
    }
    return {
      lists: [...found.keys()].map(({ missing }) => missing),
      ignored: [...found.keys()].map(({ ignored }) => ignored),
      index,
    };
  }

  private missionOf(source: number): number {
    return source >= 0 && source < SOURCES.length ? source : SOURCES.length;
  }

  private layoutOf(columns: readonly string[]): Layout {
    const key = columns.join();
    let layout = this.layouts.get(key);
    if (!layout) {
      if (this.layouts.size >= MOST_LAYOUTS) this.layouts.clear();
      const names = columns.filter((name) => name !== 'source');
      const column = (name: string): Column => ({ name, bit: names.indexOf(name) });
      layout = {
        source: columns.indexOf('source'),
        positions: Int32Array.from(names, (name) => columns.indexOf(name)),
        measurements: MEASUREMENTS.map(({ name, errors }) => ({
          ...column(name),
          errors: errors ? [`${name}_err_low`, `${name}_err_high`].map(column) : [],
        })),
        diagnostics: DIAGNOSTIC_FIELDS.map(({ name }) => column(`${DIAGNOSTICS}.${name}`)),
        lists: new Map(),
      };
      this.layouts.set(key, layout);
    }
    return layout;
  }

  /** The lists of a mission and a pattern, the same object each time. */
  private listsOf(words: readonly number[], layout: Layout): Lists {
    const pattern = String.fromCharCode(...words);
    let lists = layout.lists.get(pattern);
    if (!lists) {
      if (layout.lists.size >= MOST_PATTERNS) layout.lists.clear();
      lists = listsFrom(words, layout, this.used[words[0]]);
      layout.lists.set(pattern, lists);
    }
    return lists;
  }
}

/** 0 for the bits of a Float32 that is NaN, else 1: without a branch, whose outcome varies from field to field. */
const isGiven = (bits: number): number => ((bits & 0x7fffffff) - 0x7f800001) >>> 31;

/** What a row with this pattern misses and gives in vain. */
function listsFrom(words: readonly number[], { measurements, diagnostics }: Layout, used: ReadonlySet<string>): Lists {
  const given = ({ bit }: Column): boolean => bit >= 0 && ((words[1 + (bit >> 4)] >> (bit & 15)) & 1) === 1;
  const counts = ({ name }: Column): boolean => used.has(name);
  const missing: string[] = [];
  const ignored: string[] = [];
  for (const measurement of measurements) {
    const { name, errors } = measurement;
    const counting = errors.filter(counts);
    if (!counts(measurement)) ignored.push(...(given(measurement) ? [name] : []));
    else if (!given(measurement)) missing.push(name);
    else
      missing.push(
        ...together(
          counting.filter((error) => !given(error)),
          counting.length,
          `${name}_err`,
        ),
      );
    ignored.push(
      ...together(
        errors.filter((error) => given(error) && !counts(error)),
        errors.length,
        `${name}_err`,
      ),
    );
  }
  const counting = diagnostics.filter(counts);
  missing.push(
    ...together(
      counting.filter((one) => !given(one)),
      counting.length,
      DIAGNOSTICS,
    ),
  );
  const vain = diagnostics.filter((one) => given(one) && !counts(one));
  ignored.push(...together(vain, counting.length === 0 ? vain.length : Infinity, DIAGNOSTICS));
  return { missing, ignored };
}

/** Names of columns, or one name in their place when they are all there are. */
const together = (columns: readonly Column[], all: number, name: string): string[] =>
  columns.length > 0 && columns.length === all ? [name] : columns.map((column) => column.name);

function placeOf(lists: Lists, found: Map<Lists, number>): number {
  let place = found.get(lists);
  if (place === undefined) {
    if (found.size === MOST_LISTS)
      throw new RangeError(`more than ${MOST_LISTS} different lists of missing fields in one command`);
    place = found.size;
    found.set(lists, place);
  }
  return place;
}
