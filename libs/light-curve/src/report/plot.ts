import { type Axis, pixel, ticks } from './axis';
import { coordinate, textAt, type TextStyle, textWidth } from './svg-text';

/** A rectangle on the page [px]. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Points or a line: `x` and `y` of the same length. */
export interface Series {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export interface PlotLabels {
  title: string;
  /** Small words above the frame, at its right. */
  aside?: string;
  /** Left out where a plot below shares the axis. */
  x?: string;
  y: string;
  /** A test that this picture explains has failed. */
  failed?: boolean;
  logarithmic?: boolean;
  /** Ticks at whole numbers only. */
  whole?: boolean;
}

export const RED = '#c21f2c';
export const BLUE = '#0b5cad';
const GREY = '#8a8f98';

/** One framed plot: axes with units, then dots, lines and marks on top of each other. */
export class Plot {
  private readonly parts: string[] = [];
  readonly x: Axis;
  readonly y: Axis;

  constructor(
    readonly box: Box,
    [xFrom, xTo]: readonly [number, number],
    [yFrom, yTo]: readonly [number, number],
    private readonly labels: PlotLabels,
  ) {
    const { logarithmic = false } = labels;
    this.x = { from: xFrom, to: xTo, pixelFrom: box.x, pixelTo: box.x + box.width, logarithmic };
    this.y = { from: yFrom, to: yTo, pixelFrom: box.y + box.height, pixelTo: box.y, logarithmic: false };
  }

  /** Dots, at most one on each pixel, so that 65,000 points make a small file. */
  dots({ x, y }: Series, colour: string, size = 1.6): this {
    const seen = new Set<number>();
    let path = '';
    for (let row = 0; row < x.length; row++) {
      const [px, py] = [Math.round(pixel(this.x, x[row])), Math.round(pixel(this.y, y[row]))];
      const place = px * 10_000 + py;
      if (!this.holds(px, py) || seen.has(place)) continue;
      seen.add(place);
      path += `M${px} ${py}h0`;
    }
    return this.stroke(path, colour, size, ' stroke-linecap="round"');
  }

  /** Round dots with their errors. */
  measured({ x, y, error }: Series & { error: ArrayLike<number> }, colour: string, size = 3.4): this {
    let bars = '';
    let path = '';
    const [top, bottom] = [this.box.y, this.box.y + this.box.height];
    for (let row = 0; row < x.length; row++) {
      const [px, py] = [pixel(this.x, x[row]), pixel(this.y, y[row])];
      if (!this.holds(px, py)) continue;
      path += `M${coordinate(px)} ${coordinate(py)}h0`;
      const reach = Math.abs(pixel(this.y, y[row] + error[row]) - py);
      if (reach > 0.5)
        bars += `M${coordinate(px)} ${coordinate(Math.max(top, py - reach))}V${coordinate(Math.min(bottom, py + reach))}`;
    }
    return this.stroke(bars, colour, 0.9).stroke(path, colour, size, ' stroke-linecap="round"');
  }

  /** A line through the points in their order, broken where one is outside the plot. */
  line({ x, y }: Series, colour: string, width = 1): this {
    let path = '';
    let drawing = false;
    for (let row = 0; row < x.length; row++) {
      const [px, py] = [pixel(this.x, x[row]), pixel(this.y, y[row])];
      const inside = this.holds(px, py);
      if (inside) path += `${drawing ? 'L' : 'M'}${coordinate(px)} ${coordinate(py)}`;
      drawing = inside;
    }
    return this.stroke(path, colour, width, ' stroke-linejoin="round"');
  }

  /** Small triangles at the bottom of the plot. */
  marks(values: readonly number[], colour: string): this {
    const bottom = this.box.y + this.box.height;
    const path = values
      .filter((value) => this.spans(value))
      .map((value) => `M${coordinate(pixel(this.x, value))} ${coordinate(bottom - 7)}l-3 6h6z`);
    if (path.length > 0) this.parts.push(`<path d="${path.join('')}" fill="${colour}"/>`);
    return this;
  }

  /** A dashed line at an x, with a word beside it. */
  vertical(value: number, colour: string, word = '', dash = '3 3', place: 'top' | 'bottom' = 'top'): this {
    if (!this.spans(value)) return this;
    const at = pixel(this.x, value);
    const { y, height } = this.box;
    if (word) {
      const atEnd = at + 4 + textWidth(word, 8) > this.box.x + this.box.width;
      this.parts.push(
        onWhite(at + (atEnd ? -3 : 3), place === 'top' ? y + 10 : y + height - 4, word, {
          size: 8,
          colour,
          anchor: atEnd ? 'end' : 'start',
        }),
      );
    }
    return this.stroke(`M${coordinate(at)} ${y}v${height}`, colour, 1, ` stroke-dasharray="${dash}"`);
  }

  /** A dashed line at a y. */
  horizontal(value: number, colour: string, dash = '4 3'): this {
    const { from, to } = this.y;
    if (value < Math.min(from, to) || value > Math.max(from, to)) return this;
    const { x, width } = this.box;
    return this.stroke(
      `M${x} ${coordinate(pixel(this.y, value))}h${width}`,
      colour,
      0.9,
      ` stroke-dasharray="${dash}"`,
    );
  }

  /** Words in a corner of the plot. */
  note(text: string, place: 'top' | 'bottom' = 'top', colour = '#444'): this {
    if (text === '') return this;
    const { x, y, width, height } = this.box;
    const at = place === 'top' ? y + 11 : y + height - 5;
    this.parts.push(onWhite(x + width - 5, at, text, { size: 8.5, anchor: 'end', colour }));
    return this;
  }

  /** A shape of the caller's own, under the frame. */
  shape(svg: string): this {
    this.parts.push(svg);
    return this;
  }

  /** The frame and the axes lie on top. */
  toString(): string {
    return [...this.parts, this.frame()].join('');
  }

  private stroke(path: string, colour: string, width: number, more = ''): this {
    if (path !== '')
      this.parts.push(`<path d="${path}" stroke="${colour}" stroke-width="${width}" fill="none"${more}/>`);
    return this;
  }

  private spans(value: number): boolean {
    return value >= Math.min(this.x.from, this.x.to) && value <= Math.max(this.x.from, this.x.to);
  }

  private holds(px: number, py: number): boolean {
    const { x, y, width, height } = this.box;
    return px >= x && px <= x + width && py >= y && py <= y + height;
  }

  private frame(): string {
    const { x, y, width, height } = this.box;
    const { title, aside, x: xLabel, y: yLabel, failed, whole } = this.labels;
    const colour = failed ? RED : GREY;
    const parts = [
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${colour}"${failed ? ' stroke-width="2"' : ''}/>`,
      textAt(x, y - 6, title, {
        size: 10.5,
        weight: 'bold',
        colour: failed ? RED : '#000',
      }),
      ...(failed ? [failedBadge(x + width, y)] : []),
      ...(aside
        ? [textAt(x + width - (failed ? 66 : 0), y - 6, aside, { size: 8.5, anchor: 'end', colour: '#444' })]
        : []),
    ];
    for (const { value, label } of ticks(this.x, Math.max(3, width / 60))) {
      const at = pixel(this.x, value);
      if (whole && !Number.isInteger(value)) continue;
      parts.push(`<path d="M${coordinate(at)} ${y + height}v-4M${coordinate(at)} ${y}v4" stroke="${GREY}"/>`);
      if (xLabel !== undefined)
        parts.push(
          textAt(at, y + height + 12, whole ? String(Math.round(value)) : label, { size: 8.5, anchor: 'middle' }),
        );
    }
    if (xLabel !== undefined)
      parts.push(textAt(x + width / 2, y + height + 24, xLabel, { size: 8.5, anchor: 'middle', colour: '#333' }));
    for (const { value, label } of ticks(this.y, Math.max(3, height / 30))) {
      const at = coordinate(pixel(this.y, value));
      parts.push(
        `<path d="M${x} ${at}h4M${x + width} ${at}h-4" stroke="${GREY}"/>`,
        textAt(x - 5, Number(at) + 3, label, { size: 8.5, anchor: 'end' }),
      );
    }
    parts.push(textAt(x - 43, y + height / 2, yLabel, { size: 8.5, anchor: 'middle', rotate: -90, colour: '#333' }));
    return parts.join('');
  }
}

/** Words that can be read over dots. */
function onWhite(x: number, y: number, text: string, style: TextStyle & { size: number }): string {
  const width = textWidth(text, style.size) + 4;
  const left = style.anchor === 'end' ? x - width + 2 : x - 2;
  const back = `<rect x="${coordinate(left)}" y="${coordinate(y - style.size)}" width="${coordinate(width)}" height="${coordinate(style.size + 3)}" fill="#fff" fill-opacity="0.8"/>`;
  return `${back}${textAt(x, y, text, style)}`;
}

/** At the right end of a title: the test that the picture explains has failed. */
function failedBadge(right: number, top: number): string {
  const back = `<rect x="${right - 60}" y="${top - 16}" width="60" height="13" rx="3" fill="${RED}"/>`;
  return `${back}${textAt(right - 30, top - 6.3, 'test failed', { size: 8.5, weight: 'bold', anchor: 'middle', colour: '#fff' })}`;
}

/** The place of a plot that could not be made, and why. */
export function emptyPlot({ x, y, width, height }: Box, title: string, why: string): string {
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#fafafa" stroke="${GREY}" stroke-dasharray="4 4"/>`,
    textAt(x, y - 6, title, { size: 10.5, weight: 'bold' }),
    textAt(x + width / 2, y + height / 2, why, { size: 9, anchor: 'middle', colour: '#666' }),
  ].join('');
}
