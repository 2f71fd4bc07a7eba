import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** DejaVu Sans Condensed, from its package: it has every character of the page, and no font need be installed. */
export const FONT_FAMILY = 'DejaVu Sans Condensed';
export const FONT_FILES = {
  normal: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
} as const;
