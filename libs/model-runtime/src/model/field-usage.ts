import { LRUCache } from 'lru-cache';
import {
  type CandidateTable,
  DIAGNOSTICS as DIAGNOSTIC_FIELDS,
  MEASUREMENTS,
  type ModelCard,
  type PredictResult,
  SOURCES,
} from '@exoplanet/contracts';

/** Prefix of the columns of diagnostics, and the name for all of them together. */
const DIAGNOSTICS = 'diagnostics';
/** Bits of one UTF-16 code unit: the pattern of a row's supplied columns is a string, so that a Map can find it. */
const WORD = 16;
const MAX_LAYOUTS = 256;
const MAX_PATTERNS = 4096;
const MAX_LISTS = 2 ** 16;

/** A column of a candidate, with its bit in the pattern of a row; −1 when the table has no such column. */
interface Column {
  name: string;
  bit: number;
}

interface Lists {
  /** Fields that the model uses for the mission and that were not supplied. */
  missing: string[];
  /** Fields that were supplied but not used by the model for the mission. */
  ignored: string[];
}

/** How to read tables with the same columns, and the patterns found so far in them. */
interface Layout {
  /** Position of the mission in the table. */
  source: number;
  /** Positions of all other columns, by bit. */
  positions: Int32Array;
  measurements: (Column & { errors: Column[] })[];
  diagnostics: Column[];
  lists: LRUCache<string, Lists>;
}

/**
 * Lists for each row the fields that the model uses for its mission and that were not supplied:
 * - a measured value by its name;
 * - next to a supplied value, `<field>_err` when neither of its errors is supplied, otherwise the one that is absent;
 * - a diagnostic as `diagnostics.<name>` when some diagnostic is supplied, otherwise `diagnostics` for all of them;
 *
 * and the fields that were supplied but not used for that mission, by the same names: `<field>_err` for both errors,
 * `diagnostics` for all of them when the mission uses none.
 */
export class FieldUsage {
  private readonly layouts = new LRUCache<string, Layout>({ max: MAX_LAYOUTS });
  /** Columns that the model uses, by position in `SOURCES`; the last entry is for an unknown mission. */
  private readonly used: readonly ReadonlySet<string>[];

  /**
   * @param features the model's columns, named as in `COLUMNS`
   * @param bySource the columns used for a mission; all of them for a mission without an entry
   */
  constructor(features: readonly string[], bySource: ModelCard['fields_by_source'] = {}) {
    const known = new Set(features);
    this.used = [...SOURCES.map((mission) => bySource[mission]), undefined].map(
      (own) => new Set(own?.filter((name) => known.has(name)) ?? known),
    );
  }

  /** Rows with the same missing and ignored fields share their lists. */
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
          pattern |= isSupplied(bits[offset + positions[column++]]) << bit;
        words[word] = pattern;
      }
      index[row] = positionOf(this.listsOf(words, layout), found);
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
        lists: new LRUCache({ max: MAX_PATTERNS }),
      };
      this.layouts.set(key, layout);
    }
    return layout;
  }

  /** The lists for a mission and a pattern: the same object each time. */
  private listsOf(words: readonly number[], layout: Layout): Lists {
    const pattern = String.fromCharCode(...words);
    let lists = layout.lists.get(pattern);
    if (!lists) {
      lists = listsFrom(words, layout, this.used[words[0]]);
      layout.lists.set(pattern, lists);
    }
    return lists;
  }
}

/** 0 for the bits of a Float32 that is NaN, else 1. Without a branch: its outcome would be hard to predict. */
const isSupplied = (bits: number): number => ((bits & 0x7fffffff) - 0x7f800001) >>> 31;

function listsFrom(words: readonly number[], { measurements, diagnostics }: Layout, used: ReadonlySet<string>): Lists {
  const supplied = ({ bit }: Column): boolean => bit >= 0 && ((words[1 + (bit >> 4)] >> (bit & 15)) & 1) === 1;
  const isUsed = ({ name }: Column): boolean => used.has(name);
  const missing: string[] = [];
  const ignored: string[] = [];
  for (const measurement of measurements) {
    const { name, errors } = measurement;
    const usedErrors = errors.filter(isUsed);
    const absentErrors = usedErrors.filter((error) => !supplied(error));
    const unusedErrors = errors.filter((error) => supplied(error) && !isUsed(error));
    if (!isUsed(measurement)) ignored.push(...(supplied(measurement) ? [name] : []));
    else if (!supplied(measurement)) missing.push(name);
    else missing.push(...collapsed(absentErrors, usedErrors.length, `${name}_err`));
    ignored.push(...collapsed(unusedErrors, errors.length, `${name}_err`));
  }
  const usedDiagnostics = diagnostics.filter(isUsed);
  const absent = usedDiagnostics.filter((one) => !supplied(one));
  const unused = diagnostics.filter((one) => supplied(one) && !isUsed(one));
  missing.push(...collapsed(absent, usedDiagnostics.length, DIAGNOSTICS));
  ignored.push(...collapsed(unused, usedDiagnostics.length === 0 ? unused.length : Infinity, DIAGNOSTICS));
  return { missing, ignored };
}

/** The names of columns; when these are all there are, the one name for them. */
const collapsed = (columns: readonly Column[], all: number, name: string): string[] =>
  columns.length > 0 && columns.length === all ? [name] : columns.map((column) => column.name);

function positionOf(lists: Lists, found: Map<Lists, number>): number {
  let position = found.get(lists);
  if (position === undefined) {
    if (found.size === MAX_LISTS)
      throw new RangeError(`more than ${MAX_LISTS} different lists of missing fields in one command`);
    position = found.size;
    found.set(lists, position);
  }
  return position;
}
