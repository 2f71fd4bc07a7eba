import type { DetectionDto } from '@exoplanet/contracts';
import { significant } from '../significant';
import { reachOf } from './folded-panels';
import { foldedAround } from './folded-points';
import { type Box, emptyPlot, Plot } from './plot';
import type { Photometry } from './report-input';
import { coordinate, textAt } from './svg-text';

const MAX_COLUMNS = 61;
/** More transits than rows share a row with their neighbours. */
const MAX_ROWS = 60;
const SHADES = 24;
const SCALE_WIDTH = 9;
/** Room for the colour scale and its numbers [px]. */
const SCALE_ROOM = 52;

/**
 * One row per transit, in the order of their numbers, dark where the star is faint, with the colour scale at the right.
 * @param cadence exposure length [min]: no cell is narrower, so that each can hold a point
 */
export function riverPanel(
  box: Box,
  photometry: Photometry,
  rows: readonly number[],
  detection: DetectionDto,
  cadence: number,
): string {
  const title = 'River: each transit in a row';
  const reach = reachOf(detection);
  const columns = Math.max(
    8,
    Math.min(MAX_COLUMNS, Math.floor((2 * reach * 60) / (cadence * photometry.pointsPerBin))),
  );
  const points = foldedAround(photometry, rows, photometry.flux, detection, 0, reach);
  if (points.hours.length === 0) return emptyPlot(box, title, 'no points');
  const numbers = points.orbit;
  const first = numbers.reduce((a, b) => Math.min(a, b));
  const last = numbers.reduce((a, b) => Math.max(a, b));
  const perRow = Math.ceil((last - first + 1) / MAX_ROWS);
  const used = Math.ceil((last - first + 1) / perRow);
  const sums = new Float64Array(used * columns);
  const sizes = new Uint32Array(used * columns);
  points.hours.forEach((at, index) => {
    const column = Math.min(columns - 1, Math.floor(((at + reach) / (2 * reach)) * columns));
    const cell = Math.floor((numbers[index] - first) / perRow) * columns + column;
    sums[cell] += points.values[index];
    sizes[cell] += 1;
  });
  const [dark, bright] = [-1.15 * detection.depth.value, 0.35 * detection.depth.value];
  const inner = { ...box, width: box.width - SCALE_ROOM };
  const [width, height] = [inner.width / columns, inner.height / used];
  const paths = Array.from({ length: SHADES }, () => '');
  for (let cell = 0; cell < sums.length; cell++) {
    if (sizes[cell] === 0) continue;
    const part = (bright - sums[cell] / sizes[cell]) / (bright - dark);
    const shade = Math.min(SHADES - 1, Math.max(0, Math.floor(part * SHADES)));
    const [x, y] = [inner.x + (cell % columns) * width, inner.y + Math.floor(cell / columns) * height];
    paths[shade] +=
      `M${coordinate(x)} ${coordinate(y)}h${coordinate(width + 0.2)}v${coordinate(height + 0.2)}h-${coordinate(width + 0.2)}z`;
  }
  const cells = paths
    .map((path, shade) => (path === '' ? '' : `<path d="${path}" fill="${colourOf(shade)}"/>`))
    .join('');
  return new Plot(inner, [-reach, reach], [last + 1, first], {
    title: perRow === 1 ? title : `River: ${perRow} transits in each row`,
    x: 'Time from mid-transit [h]',
    y: 'Transit number',
  })
    .shape(
      `<rect x="${inner.x}" y="${inner.y}" width="${inner.width}" height="${inner.height}" fill="#f6efe0"/>${cells}`,
    )
    .shape(scale({ x: inner.x + inner.width + 8, y: inner.y, width: SCALE_WIDTH, height: inner.height }, bright, dark))
    .toString();
}

/** White to dark blue, as in printed maps. */
function colourOf(shade: number): string {
  const part = shade / (SHADES - 1);
  const mix = (from: number, to: number) =>
    Math.round(from + (to - from) * part)
      .toString(16)
      .padStart(2, '0');
  return `#${mix(255, 8)}${mix(255, 40)}${mix(255, 94)}`;
}

function scale({ x, y, width, height }: Box, bright: number, dark: number): string {
  const steps = Array.from({ length: SHADES }, (_, shade) => {
    const top = y + (shade * height) / SHADES;
    return `<rect x="${x}" y="${coordinate(top)}" width="${width}" height="${coordinate(height / SHADES + 0.3)}" fill="${colourOf(shade)}"/>`;
  });
  const labels = [bright, 0, dark / 2, dark].map((value) => {
    const at = y + ((bright - value) / (bright - dark)) * height;
    return textAt(x + width + 3, Math.min(y + height, Math.max(y + 7, at + 3)), shortPpm(value), { size: 7.5 });
  });
  const frame = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="#8a8f98"/>`;
  return `${steps.join('')}${frame}${labels.join('')}${textAt(x + width + 3, y - 6, 'ppm', { size: 7.5 })}`;
}

const shortPpm = (value: number): string => (value === 0 ? '0' : significant(value, 2).replace('-', '−'));
