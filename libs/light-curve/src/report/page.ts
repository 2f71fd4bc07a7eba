import type { Box } from './plot';
import { textAt } from './svg-text';

/** The page: A4 portrait, one margin on all sides. */
export const WIDTH = 1000;
export const HEIGHT = 1414;
export const MARGIN = 40;
export const INNER = WIDTH - 2 * MARGIN;
/** Between panels, and at the left of each for its numbers and the name of its axis. */
const GUTTER = 16;
const AXIS = 50;
/** Resvg and pdfkit bring the first; a browser without it takes one of the others, which are as wide. */
const FONTS = "'DejaVu Sans Condensed', Helvetica, Arial, sans-serif";

/** A page as an SVG image of 1000 × 1414 px, black on white, the version of the program in its last line. */
export function svgPage(parts: readonly string[], version: string): string {
  const footer = `Exoplanet ${version} · a score does not confirm a planet · data: NASA, MAST, or as the files say`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${FONTS}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...parts,
    textAt(MARGIN, HEIGHT - MARGIN + 10, footer, { size: 8.5, colour: '#666' }),
    '</svg>',
  ].join('\n');
}

/** One of `of` equal columns. */
export function column(index: number, of: number, y: number, height: number): Box {
  const width = (INNER - (of - 1) * GUTTER) / of;
  return { x: MARGIN + index * (width + GUTTER), y, width, height };
}

/** The frame of a plot in a column: what stands at its left is in the column too. */
export function panel(index: number, of: number, y: number, height: number): Box {
  const { x, width } = column(index, of, y, height);
  return { x: Math.round(x + AXIS), y, width: Math.round(width - AXIS), height };
}
