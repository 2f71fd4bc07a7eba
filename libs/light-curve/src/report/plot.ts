import { type Axis, pixel, ticks } from './axis';
import type { Series } from './page';
import { coordinate, textAt } from './svg-text';

/** A rectangle on the page [px]. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlotLabels {
  title: string;
  x: string;
  y?: string;
}

const GREY = '#999';

/** One framed plot: axes with units, then dots, lines and marks on top of each other. */
export class Plot {
  private readonly parts: string[] = [];
  readonly x: Axis;
  readonly y: Axis;

  constructor(
    readonly box: Box,
    [xFrom, xTo]: readonly [number, number],
    [yFrom, yTo]: readonly [number, number],
    labels: PlotLabels,
    logarithmicX = false,
  ) {
    this.x = { from: xFrom, to: xTo, pixelFrom: box.x, pixelTo: box.x + box.width, logarithmic: logarithmicX };
    this.y = { from: yFrom, to: yTo, pixelFrom: box.y + box.height, pixelTo: box.y, logarithmic: false };
    this.frame(labels);
  }

  /** One dot per pixel: points on the same pixel are drawn once and neighbours as one stroke, so that 65,000 points make a small file. */
  dots({ x, y }: Series, colour = '#000'): this {
    const { left, top, columns, rows } = this.grid();
    const filled = new Uint8Array(columns * rows);
    for (let row = 0; row < x.length; row++) {
      const [px, py] = [pixel(this.x, x[row]), pixel(this.y, y[row])];
      if (this.holds(px, py))
        filled[Math.min(rows - 1, Math.floor(py - top)) * columns + Math.min(columns - 1, Math.floor(px - left))] = 1;
    }
    let path = '';
    for (let line = 0; line < rows; line++) {
      for (let column = 0; column < columns; column++) {
        let run = 0;
        while (column + run < columns && filled[line * columns + column + run]) run++;
        if (run > 0) path += `M${left + column} ${top + line}.5h${run}`;
        column += run;
      }
    }
    if (path !== '') this.parts.push(`<path d="${path}" stroke="${colour}" fill="none"/>`);
    return this;
  }

  /** Round dots of three pixels, for bins. */
  bins({ x, y }: Series, colour = '#000'): this {
    let path = '';
    for (let row = 0; row < x.length; row++) {
      const [px, py] = [pixel(this.x, x[row]), pixel(this.y, y[row])];
      if (this.holds(px, py)) path += `M${coordinate(px)} ${coordinate(py)}h0`;
    }
    if (path !== '')
      this.parts.push(`<path d="${path}" stroke="${colour}" stroke-width="3" stroke-linecap="round" fill="none"/>`);
    return this;
  }

  /** A line through the points in their order, broken where one is outside the plot. */
  line({ x, y }: Series, colour = '#000', width = 1): this {
    let path = '';
    let drawing = false;
    for (let row = 0; row < x.length; row++) {
      const [px, py] = [pixel(this.x, x[row]), pixel(this.y, y[row])];
      const inside = this.holds(px, py);
      if (inside) path += `${drawing ? 'L' : 'M'}${coordinate(px)} ${coordinate(py)}`;
      drawing = inside;
    }
    this.parts.push(`<path d="${path}" stroke="${colour}" stroke-width="${width}" fill="none"/>`);
    return this;
  }

  /** Small triangles at the bottom of the plot. */
  marks(values: readonly number[], colour: string): this {
    const bottom = this.box.y + this.box.height;
    const path = values
      .filter((value) => value >= this.x.from && value <= this.x.to)
      .map((value) => `M${coordinate(pixel(this.x, value))} ${coordinate(bottom - 7)}l-3 6h6z`);
    if (path.length > 0) this.parts.push(`<path d="${path.join('')}" fill="${colour}"/>`);
    return this;
  }

  vertical(value: number, colour: string): this {
    const at = coordinate(pixel(this.x, value));
    this.parts.push(
      `<path d="M${at} ${this.box.y}v${this.box.height}" stroke="${colour}" stroke-dasharray="3 3" fill="none"/>`,
    );
    return this;
  }

  toString(): string {
    return this.parts.join('');
  }

  /** Whole pixels that cover the box. */
  private grid(): { left: number; top: number; columns: number; rows: number } {
    const { x, y, width, height } = this.box;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    return { left, top, columns: Math.ceil(x + width) - left, rows: Math.ceil(y + height) - top };
  }

  private holds(px: number, py: number): boolean {
    const { x, y, width, height } = this.box;
    return px >= x && px <= x + width && py >= y && py <= y + height;
  }

  private frame({ title, x: xLabel, y: yLabel }: PlotLabels): void {
    const { x, y, width, height } = this.box;
    this.parts.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${GREY}"/>`,
      textAt(x, y - 5, title, { size: 11, weight: 'bold' }),
      textAt(x + width / 2, y + height + 26, xLabel, { size: 9, anchor: 'middle' }),
    );
    for (const { value, label } of ticks(this.x, Math.max(3, width / 90))) {
      const at = pixel(this.x, value);
      this.parts.push(
        `<path d="M${coordinate(at)} ${y + height}v4" stroke="${GREY}"/>`,
        textAt(at, y + height + 14, label, { size: 9, anchor: 'middle' }),
      );
    }
    if (yLabel === undefined) return;
    this.parts.push(textAt(x - 46, y + height / 2, yLabel, { size: 9, anchor: 'middle', rotate: -90 }));
    for (const { value, label } of ticks(this.y, Math.max(2, height / 40))) {
      const at = pixel(this.y, value);
      this.parts.push(
        `<path d="M${x - 4} ${coordinate(at)}h4" stroke="${GREY}"/>`,
        textAt(x - 6, at + 3, label, { size: 9, anchor: 'end' }),
      );
    }
  }
}

/** The place of a plot that could not be made. */
export function emptyPlot({ x, y, width, height }: Box, title: string): string {
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${GREY}" stroke-dasharray="4 4"/>`,
    textAt(x, y - 5, title, { size: 11, weight: 'bold' }),
    textAt(x + width / 2, y + height / 2, 'no data', { anchor: 'middle', colour: '#666' }),
  ].join('');
}
