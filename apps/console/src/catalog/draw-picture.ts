import { significant } from '../design/format';
import { canvasFont } from '../plots/canvas-font';
import type { ThemeColors } from '../plots/theme-colors';
import { logTicks, ticks, tickText } from '../plots/ticks';
import { type Picture, type Range, shareOf } from './table/picture';

export const BRUSH_EDGE = { left: 64, right: 8, top: 8, bottom: 32 };

/** From shares of the axes to the canvas [px]. */
export interface Places {
  px: (share: number) => number;
  py: (share: number) => number;
}

export function placesOf(width: number, height: number): Places {
  const { left, right, top, bottom } = BRUSH_EDGE;
  return {
    px: (share) => left + share * (width - right - left),
    py: (share) => height - bottom - share * (height - bottom - top),
  };
}

export function drawPicture(
  context: CanvasRenderingContext2D,
  picture: Picture,
  places: Places,
  names: { x: string; y?: string },
  colors: ThemeColors,
): void {
  switch (picture.kind) {
    case 'points':
      drawScatter(context, picture, places, colors);
      break;
    case 'density':
      drawDensity(context, picture, places, colors);
      break;
    case 'bars':
      drawBars(context, picture, places, colors);
  }
  const counted = picture.kind === 'bars' ? { min: 0, max: Math.max(...picture.all, 1), log: false } : undefined;
  drawAxes(context, { x: picture.x, y: picture.y ?? counted }, places, { y: counted && 'rows', ...names }, colors);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  { x, y }: { x: Range; y?: Range },
  { px, py }: Places,
  names: { x: string; y?: string },
  colors: ThemeColors,
): void {
  context.font = canvasFont();
  context.fillStyle = colors.axis;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const xTicks = ticksOf(x, 5);
  for (const tick of xTicks) {
    const at = px(shareOf(x, tick));
    context.fillRect(at, py(0), 1, 4);
    context.fillText(labelOf(x, tick, xTicks), at, py(0) + 5);
  }
  context.fillText(names.x, px(0.5), py(0) + 18);
  if (!y) return;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const yTicks = ticksOf(y, 4);
  for (const tick of yTicks) {
    const at = py(shareOf(y, tick));
    context.fillRect(px(0) - 4, at, 4, 1);
    context.fillText(labelOf(y, tick, yTicks), px(0) - 7, at);
  }
  context.save();
  context.translate(7, py(0.5));
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText(names.y ?? '', 0, 0);
  context.restore();
}

const ticksOf = ({ min, max, log }: Range, wanted: number): number[] =>
  log ? logTicks(min, max) : ticks(min, max, wanted);

/** Large ticks in powers of ten, so that they fit. */
function labelOf({ log }: Range, tick: number, all: readonly number[]): string {
  if (!log) return tickText(tick, all);
  return tick >= 1e5 ? `10${superscripts(Math.round(Math.log10(tick)))}` : significant(tick, 2);
}
const superscripts = (value: number): string => [...String(value)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');

type OfKind<Kind> = Extract<Picture, { kind: Kind }>;

function drawScatter(
  context: CanvasRenderingContext2D,
  { xs, ys, chosen }: OfKind<'points'>,
  { px, py }: Places,
  colors: ThemeColors,
): void {
  const isMany = xs.length > 5_000;
  const size = isMany ? 1.6 : 2.6;
  const pass = (isChosen: boolean) => {
    context.fillStyle = isChosen ? colors.planet : colors.axis;
    context.globalAlpha = (isChosen ? 1 : 0.3) * (isMany ? 0.4 : 0.75);
    for (let i = 0; i < xs.length; i++)
      if ((chosen === undefined || chosen[i] === 1) === isChosen && xs[i] >= 0 && ys[i] >= 0)
        context.fillRect(px(xs[i]) - size / 2, py(ys[i]) - size / 2, size, size);
  };
  if (chosen) pass(false);
  pass(true);
  context.globalAlpha = 1;
}

/** Cells by the logarithm of how many rows they hold: the few are seen beside the many. */
function drawDensity(
  context: CanvasRenderingContext2D,
  { columns, rows, all, some }: OfKind<'density'>,
  { px, py }: Places,
  colors: ThemeColors,
): void {
  const top = Math.log1p(all.reduce((most, value) => Math.max(most, value), 1));
  const [width, height] = [(px(1) - px(0)) / columns, (py(0) - py(1)) / rows];
  const pass = (counts: Uint32Array, color: string, strength: number) => {
    context.fillStyle = color;
    for (let cell = 0; cell < counts.length; cell++) {
      if (counts[cell] === 0) continue;
      context.globalAlpha = strength * (0.15 + (0.85 * Math.log1p(counts[cell])) / top);
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      context.fillRect(px(column / columns), py((row + 1) / rows), width + 0.3, height + 0.3);
    }
  };
  pass(all, colors.axis, 0.3);
  pass(some, colors.planet, 1);
  context.globalAlpha = 1;
}

function drawBars(
  context: CanvasRenderingContext2D,
  { all, some }: OfKind<'bars'>,
  { px, py }: Places,
  colors: ThemeColors,
): void {
  const top = Math.max(...all, 1);
  all.forEach((_, bar) => {
    const [left, right] = [px(bar / all.length) + 0.5, px((bar + 1) / all.length) - 0.5];
    context.fillStyle = bar < all.length / 2 ? colors.impostor : colors.planet;
    for (const [counts, alpha] of [
      [all, 0.25],
      [some, 1],
    ] as const) {
      context.globalAlpha = alpha;
      const height = py(counts[bar] / top);
      context.fillRect(left, height, right - left, py(0) - height);
    }
  });
  context.globalAlpha = 1;
}
