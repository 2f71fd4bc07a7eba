import { type Column, decodeColumns } from '@exoplanet/contracts/columnar';
import { cellText } from './cell-text';
import { type AxisValues, type Picture, pictureOf, type PictureRequest } from './picture';

/** The rows of a window as they are printed. */
export interface Window {
  first: number;
  keys: number[];
  /** For each row the text of each wanted column. */
  cells: string[][];
}

export interface WindowColumn {
  name: string;
  /** Its numbers are names, whose every digit counts. */
  isIdentifier?: boolean;
}

export interface WindowRequest {
  order: string;
  first: number;
  count: number;
  columns: readonly WindowColumn[];
}

/** Orders that are kept, so that going back and forth asks for none again. */
const KEPT_ORDERS = 4;

/**
 * The columns of one catalogue as typed arrays, in the order of the keys, and which keys a selection shows in which order. It
 * lives in a worker: the page holds only the cells that are in view.
 */
export class TableStore {
  private keys: Int32Array = new Int32Array();
  private columns = new Map<string, { column: Column; version: string }>();
  private readonly orders = new Map<string, Int32Array>();

  constructor(private catalog = '') {}

  /** Another catalogue replaces the one before. */
  open(catalog: string): void {
    if (catalog === this.catalog) return;
    this.catalog = catalog;
    this.keys = new Int32Array();
    this.columns = new Map();
    this.orders.clear();
  }

  /** Columns that are not here, or of another version. */
  missing(names: readonly string[], version: string): string[] {
    return names.filter((name) => this.columns.get(name)?.version !== version);
  }

  /** Takes columns in the order of the keys. @throws ColumnsFormatError */
  addColumns(bytes: Uint8Array, version: string): void {
    const { columns } = decodeColumns(bytes);
    this.keys = columns[0].values as Int32Array;
    for (const column of columns.slice(1)) this.columns.set(column.name, { column, version });
  }

  /** Takes the keys of a selection in its order; returns how many. @throws ColumnsFormatError */
  addOrder(name: string, bytes: Uint8Array): number {
    // A copy, so that the memory of the other columns of the answer can be freed.
    const keys = (decodeColumns(bytes).columns[0].values as Int32Array).slice();
    this.orders.delete(name);
    this.orders.set(name, keys);
    for (const oldest of this.orders.keys()) {
      if (this.orders.size <= KEPT_ORDERS) break;
      this.orders.delete(oldest);
    }
    return keys.length;
  }

  /** Rows of an order; undefined where it is not here. */
  rowsOf(order: string): number | undefined {
    return this.orders.get(order)?.length;
  }

  window({ order, first, count, columns }: WindowRequest): Window {
    const keys = Array.from(this.orders.get(order)?.subarray(first, first + count) ?? []);
    const places = keys.map((key) => this.placeOf(key));
    const texts = columns.map(({ name, isIdentifier }) => {
      const column = this.columns.get(name)?.column;
      return (place: number) => cellText(column, place, isIdentifier);
    });
    return { first, keys, cells: places.map((place) => texts.map((textAt) => textAt(place))) };
  }

  /** The key at a distance of rows from another one; undefined beyond the ends. */
  neighbour(order: string, key: number, by: number): number | undefined {
    const keys = this.orders.get(order);
    const at = keys?.indexOf(key) ?? -1;
    return at < 0 ? undefined : keys?.[at + by];
  }

  keyAt(order: string, position: number): number | undefined {
    return this.orders.get(order)?.[position];
  }

  /** The value of a cell as the API compares it. */
  valueAt(order: string, position: number, name: string): number | string | undefined {
    const key = this.keyAt(order, position);
    const column = this.columns.get(name)?.column;
    if (key === undefined || !column) return undefined;
    const value = column.values[this.placeOf(key)];
    return column.type === 'dictionary' ? column.words[value] : value;
  }

  /** What a plot shows: all rows, and apart those of an order where one is named. */
  picture({ x, y, order }: PictureRequest): Picture | undefined {
    const [xs, ys] = [x, y].map((axis) => (axis ? this.numbers(axis.name) : undefined));
    if (!x || !xs || (y && !ys)) return undefined;
    const keys = order === undefined ? undefined : this.orders.get(order);
    const chosen = keys && this.mask(keys);
    return pictureOf({ ...x, values: xs }, y && ys ? { ...y, values: ys } : undefined, chosen);
  }

  private mask(keys: Int32Array): Uint8Array {
    const chosen = new Uint8Array(this.keys.length);
    for (const key of keys) chosen[this.placeOf(key)] = 1;
    return chosen;
  }

  private numbers(name: string): AxisValues['values'] | undefined {
    const column = this.columns.get(name)?.column;
    return column && column.type !== 'dictionary' ? column.values : undefined;
  }

  /** Keys count the rows from 0, so a key is usually the index of its row. */
  private placeOf(key: number): number {
    if (this.keys[key] === key) return key;
    let [low, high] = [0, this.keys.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
