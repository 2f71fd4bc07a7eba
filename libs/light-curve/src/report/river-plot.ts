import type { ReportPage } from './page';
import { type Box, Plot } from './plot';
import { coordinate } from './svg-text';

const GREYS = 16;
/** White is a bit above the star's level, black a bit below the transit's depth. */
const WHITE = 0.5;
const BLACK = -1.25;

/** The river image: a row a transit, first at the top, dark where the star is faint; cells without data are pale blue. */
export function riverPlot(box: Box, river: NonNullable<ReportPage['river']>): string {
  const used = usedRows(river);
  const plot = new Plot(box, river.hours, [used, 0], {
    title: 'River: transits, first at the top',
    x: 'Time from mid-transit [h]',
    y: 'Row',
  });
  const [width, height] = [box.width / river.columns, box.height / used];
  const paths = Array.from({ length: GREYS }, () => '');
  for (let row = 0; row < used; row++) {
    for (let column = 0; column < river.columns; column++) {
      const cell = row * river.columns + column;
      if (!river.mask[cell]) continue;
      const part = (WHITE - river.values[cell]) / (WHITE - BLACK);
      const grey = Math.min(GREYS - 1, Math.max(0, Math.floor(part * GREYS)));
      paths[grey] +=
        `M${coordinate(box.x + column * width)} ${coordinate(box.y + row * height)}h${coordinate(width)}v${coordinate(height)}h-${coordinate(width)}z`;
    }
  }
  const cells = paths.map((path, grey) => (path === '' ? '' : `<path d="${path}" fill="${shade(grey)}"/>`));
  return `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="#eef2fa"/>${cells.join('')}${plot.toString()}`;
}

/** Rows down to the last with any data, at least one. */
function usedRows({ mask, columns, rows }: NonNullable<ReportPage['river']>): number {
  for (let row = rows - 1; row > 0; row--) {
    for (let column = 0; column < columns; column++) if (mask[row * columns + column]) return row + 1;
  }
  return 1;
}

function shade(grey: number): string {
  const level = Math.round(255 * (1 - grey / (GREYS - 1)))
    .toString(16)
    .padStart(2, '0');
  return `#${level}${level}${level}`;
}
