import { join } from 'node:path';
import { GLOBAL_BINS, LOCAL_BINS, RIVER_ROWS, viewInputs, type Views } from '@exoplanet/light-curve/views';
import { writeNpy } from './npy';

const FLAT_VIEWS = {
  global: GLOBAL_BINS,
  local: LOCAL_BINS,
  secondary: LOCAL_BINS,
  odd: LOCAL_BINS,
  even: LOCAL_BINS,
} as const;
type FlatView = keyof typeof FLAT_VIEWS;
const FLAT_VIEW_NAMES = Object.keys(FLAT_VIEWS) as FlatView[];

export const VIEW_NAMES = [...FLAT_VIEW_NAMES, 'river'] as const;

/**
 * Writes the views of all rows, as a model reads them, to numpy files: `global.npy` [n, 201], `local`, `secondary`, `odd`, `even` [n, 61], float32, and
 * `<view>_mask.npy` [n], 1 where the view was made; `river.npy` and `river_mask.npy` [n, 64, 61]. A missing value is NaN with mask 0.
 */
export class ViewArrays {
  private readonly values: Record<FlatView, Float32Array>;
  private readonly masks: Record<FlatView, Uint8Array>;
  private readonly river: Float32Array;
  private readonly riverMask: Uint8Array;

  constructor(private readonly rows: number) {
    const perView = <T>(make: (name: FlatView) => T) =>
      Object.fromEntries(FLAT_VIEW_NAMES.map((name) => [name, make(name)])) as Record<FlatView, T>;
    this.values = perView((name) => new Float32Array(rows * FLAT_VIEWS[name]).fill(Number.NaN));
    this.masks = perView(() => new Uint8Array(rows));
    this.river = new Float32Array(rows * RIVER_ROWS * LOCAL_BINS).fill(Number.NaN);
    this.riverMask = new Uint8Array(this.river.length);
  }

  set(row: number, views: Views): void {
    const inputs = viewInputs(views);
    for (const name of FLAT_VIEW_NAMES) this.setFlat(row, name, inputs[name]);
    if (!views.river.made) return;
    this.river.set(views.river.values, row * RIVER_ROWS * LOCAL_BINS);
    this.riverMask.set(views.river.mask, row * RIVER_ROWS * LOCAL_BINS);
  }

  write(folder: string): void {
    for (const name of FLAT_VIEW_NAMES) {
      writeNpy(join(folder, `${name}.npy`), this.values[name], [this.rows, FLAT_VIEWS[name]]);
      writeNpy(join(folder, `${name}_mask.npy`), this.masks[name], [this.rows]);
    }
    writeNpy(join(folder, 'river.npy'), this.river, [this.rows, RIVER_ROWS, LOCAL_BINS]);
    writeNpy(join(folder, 'river_mask.npy'), this.riverMask, [this.rows, RIVER_ROWS, LOCAL_BINS]);
  }

  private setFlat(row: number, name: FlatView, values: Float32Array | undefined): void {
    if (!values) return;
    this.values[name].set(values, row * FLAT_VIEWS[name]);
    this.masks[name][row] = 1;
  }
}
