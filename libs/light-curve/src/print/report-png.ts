import { renderAsync } from '@resvg/resvg-js';
import { FONT_FAMILY, FONT_FILES } from './report-fonts';

/** 2000 × 2828 px: 240 dots an inch on A4. */
const SCALE = 2;

/** A report page as a PNG image. Drawn on a thread of its own. @param svg of `reportSvg` */
export async function reportPng(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: false, fontFiles: Object.values(FONT_FILES), defaultFontFamily: FONT_FAMILY },
  });
  return image.asPng();
}
