import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analysisJson, type Column, type ColumnTable, type DetectionDto } from '@exoplanet/contracts';
import { reportPdf, reportPng } from '@exoplanet/light-curve/print';
import { reportSvg } from '@exoplanet/light-curve/report';
import type { Vetted } from '../analyst';
import { detectionsTable } from './detections-table';
import { toFits } from './table-fits';
import { toCsv, toEcsv } from './table-text';

export const FORMATS = ['fits', 'ecsv', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

const VERSION = process.env.npm_package_version ?? 'development';

/** Writes the curve, the periodogram, the detections, a report of each and the whole result into a folder. Returns the names of the files. */
export async function saveAnalysis(folder: string, format: Format, vetted: Vetted): Promise<string[]> {
  const { analysis } = vetted;
  const target = analysis.target.name ?? 'not named';
  const curve = await vetted.curve();
  const spectrum = await vetted.spectrum();
  const tables: [name: string, table: ColumnTable][] = [
    ['curve', curveTable(curve, target, format)],
    ...(spectrum ? [['spectrum', spectrum] as [string, ColumnTable]] : []),
    ['detections', detectionsTable(analysis)],
  ];
  const pageOf = (detection?: DetectionDto) => reportSvg({ analysis, detection, curve, spectrum, version: VERSION });
  const pages: [name: string, svg: string][] =
    analysis.detections.length === 0
      ? [['report', pageOf()]]
      : analysis.detections.map((detection) => [`report-${detection.rank}`, pageOf(detection)]);
  const files: [name: string, content: string | Uint8Array][] = [
    ...tables.map(([name, table]): [string, string | Uint8Array] => [
      `${name}.${format}`,
      written(table, name, format),
    ]),
    ...pages.map(([name, svg]): [string, string] => [`${name}.svg`, svg]),
    ...(await Promise.all(
      pages.flatMap(([name, svg]): Promise<[string, Uint8Array]>[] => [
        reportPdf(svg, `${target}, ${name}`).then((pdf) => [`${name}.pdf`, pdf]),
        Promise.resolve(reportPng(svg)).then((png) => [`${name}.png`, png]),
      ]),
    )),
    ['analysis.json', `${analysisJson(analysis, 2)}\n`],
  ];
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(([name, content]) => writeFile(join(folder, name), content)));
  return files.map(([name]) => name);
}

function written(table: ColumnTable, name: string, format: Format): string | Uint8Array {
  switch (format) {
    case 'fits':
      return toFits(table, name.toUpperCase());
    case 'ecsv':
      return toEcsv(table);
    case 'csv':
      return toCsv(table);
  }
}

/** Names that other tools know: the detrended flux is `flux`. In a text the name of the time says how it is counted. */
function curveTable({ rows, columns, metadata }: ColumnTable, target: string, format: Format): ColumnTable {
  const { time_system: system } = metadata as { time_system: string };
  const names: Record<string, string> = {
    time: format === 'fits' ? 'time' : `time_${system.toLowerCase()}`,
    raw: 'raw_flux',
    detrended: 'flux',
    error: 'flux_err',
  };
  const renamed = columns.map((column): Column => ({ ...column, name: names[column.name] ?? column.name }));
  return { rows, columns: renamed, metadata: { ...metadata, target } };
}
