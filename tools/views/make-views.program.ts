import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LightCurveError, prepare, type PreparedLightCurve, readLightCurveFile } from '@exoplanet/light-curve';
import { flattenForViews, makeViews } from '@exoplanet/light-curve/views';
import { type KoiRow, readKoiIndex, type Source } from './koi-index';
import { ROW_MEASUREMENTS } from './row-measurements';
import { readStarValues } from './star-values';
import { VIEW_NAMES, ViewArrays } from './view-arrays';

const USAGE =
  'usage: node tools/views/make-views.mjs --data "$EXOPLANET_DATA" --out DIR [--source quarter|binned|both]';

const MEASURED_COLUMNS = ROW_MEASUREMENTS.flatMap(({ columns }) => columns);
const COLUMNS = [
  'kepid',
  'kepoi_name',
  'disposition',
  'source',
  'quarter',
  'period_days',
  'epoch_bkjd',
  'duration_hours',
  ...MEASURED_COLUMNS,
  ...VIEW_NAMES,
  'problem',
];

/** Makes folded views of every KOI with a light curve in the data folder, for training, with the same functions as in serving. */
function main(): void {
  const { data, out, sources } = readOptions();
  const begin = performance.now();
  const rows = readKoiIndex(data, sources);
  const stars = readStarValues(data);
  const arrays = new ViewArrays(rows.length);
  const lines = new Array<string>(rows.length);
  const made = new Map<string, number>(VIEW_NAMES.map((name) => [name, 0]));
  for (const [file, indices] of rowsByFile(rows)) {
    const curve = readCurve(data, file);
    const ephemerides = indices.map((index) => rows[index].ephemeris);
    indices.forEach((index, own) => {
      const row = rows[index];
      if ('problem' in curve) {
        lines[index] = csvLine(
          row,
          MEASURED_COLUMNS.map(() => Number.NaN),
          VIEW_NAMES.map(() => 'no_curve'),
          curve.problem,
        );
        return;
      }
      const others = ephemerides.filter((_, other) => other !== own);
      const flat = flattenForViews(curve.curve, row.ephemeris, others);
      const views = makeViews(flat, row.ephemeris);
      arrays.set(index, views);
      const states = VIEW_NAMES.map((name) => (views[name].made ? 'made' : views[name].problem));
      VIEW_NAMES.forEach((name) => made.set(name, (made.get(name) ?? 0) + (views[name].made ? 1 : 0)));
      const measured = ROW_MEASUREMENTS.flatMap(({ measure }) =>
        measure({
          prepared: curve,
          flat,
          ephemeris: row.ephemeris,
          others,
          target: stars.get(row.kepoiName) ?? {},
          views,
        }),
      );
      lines[index] = csvLine(row, measured, states, '');
    });
  }
  mkdirSync(out, { recursive: true });
  arrays.write(out);
  writeFileSync(join(out, 'rows.csv'), `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
  const counts = [...made].map(([name, count]) => `${name} ${count}`).join(', ');
  console.log(`${rows.length} rows in ${((performance.now() - begin) / 1000).toFixed(1)} s; views made: ${counts}`);
}

function readOptions(): { data: string; out: string; sources: Source[] } {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, out: { type: 'string' }, source: { type: 'string', default: 'both' } },
  });
  const data = values.data ?? process.env.EXOPLANET_DATA;
  const sources = (
    { quarter: ['quarter'], binned: ['binned'], both: ['quarter', 'binned'] } satisfies Record<
      string,
      Source[]
    > as Record<string, Source[]>
  )[values.source];
  if (!data || !values.out || !sources) {
    console.error(USAGE);
    process.exit(2);
  }
  return { data, out: values.out, sources };
}

function rowsByFile(rows: readonly KoiRow[]): Map<string, number[]> {
  const byFile = new Map<string, number[]>();
  rows.forEach(({ file }, index) => byFile.set(file, [...(byFile.get(file) ?? []), index]));
  return byFile;
}

function readCurve(data: string, file: string): PreparedLightCurve | { problem: string } {
  try {
    return prepare([readLightCurveFile(file, readFileSync(join(data, 'light_curves/kepler', file)))]);
  } catch (error) {
    if (error instanceof LightCurveError) return { problem: error.code };
    throw error;
  }
}

function csvLine(
  { kepid, kepoiName, disposition, source, quarter, ephemeris }: KoiRow,
  measured: number[],
  states: string[],
  problem: string,
): string {
  const numbers = measured.map((value) => (Number.isFinite(value) ? String(Number(value.toPrecision(9))) : ''));
  return [
    kepid,
    kepoiName,
    disposition,
    source,
    quarter,
    ephemeris.period,
    ephemeris.epoch,
    ephemeris.duration,
    ...numbers,
    ...states,
    problem,
  ].join(',');
}

main();
