import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { HEIGHT, WIDTH } from '../report/page';
import { FONT_FILES } from './report-fonts';

/** The part of svg-to-pdfkit that is used: the package has no types. Sizes in points; the callback names a font file. */
type SvgToPdf = (
  document: PDFKit.PDFDocument,
  svg: string,
  x: number,
  y: number,
  options: { width: number; height: number; fontCallback: (family: string, bold: boolean) => string },
) => void;

const svgToPdf = createRequire(import.meta.url)('svg-to-pdfkit') as SvgToPdf;

/** A4 [points]. */
const A4 = { width: 595.28, height: 841.89 };

/** A report page as a PDF of one A4 page, its font in it. @param svg of `reportSvg` */
export async function reportPdf(svg: string, title: string): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: [A4.width, A4.height],
    margin: 0,
    info: { Title: title, Creator: 'Exoplanet' },
  });
  const bytes = buffer(document);
  svgToPdf(document, svg, 0, 0, {
    width: A4.width,
    height: (A4.width * HEIGHT) / WIDTH,
    fontCallback: (_family, bold) => (bold ? FONT_FILES.bold : FONT_FILES.normal),
  });
  document.end();
  return bytes;
}
