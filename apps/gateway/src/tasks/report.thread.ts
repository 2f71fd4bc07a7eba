import 'reflect-metadata';
import { gunzipSync } from 'node:zlib';
import { type AnalysisDto, decodeColumns } from '@exoplanet/contracts';
import { reportPdf, reportPng } from '@exoplanet/light-curve/print';
import { reportSvg } from '@exoplanet/light-curve/report';
import { VERSION } from '@exoplanet/platform';

export type ReportFormat = 'svg' | 'pdf' | 'png';

export interface ReportTask {
  format: ReportFormat;
  analysis: AnalysisDto;
  rank: number;
  /** Tables in the binary form, gzipped; undefined where they are no longer kept. */
  curve?: Uint8Array;
  spectrum?: Uint8Array;
}

/** Draws a page. On a thread: folding and drawing 65,000 points takes some hundred milliseconds. */
export default async function drawReport({ format, analysis, rank, curve, spectrum }: ReportTask): Promise<Uint8Array> {
  const detection = analysis.detections.find((one) => one.rank === rank);
  const table = (bytes: Uint8Array | undefined) => bytes && decodeColumns(gunzipSync(bytes));
  const svg = reportSvg({ analysis, detection, curve: table(curve), spectrum: table(spectrum), version: VERSION });
  switch (format) {
    case 'svg':
      return new TextEncoder().encode(svg);
    case 'pdf':
      return reportPdf(svg, `${analysis.target.name ?? 'Light curve'}${detection ? `, detection ${rank}` : ''}`);
    case 'png':
      return reportPng(svg);
  }
}
