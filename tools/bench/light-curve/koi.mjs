// Kepler objects of interest deeper than 1,000 ppm with three or more transits in the span: is the archive's period, or a
// declared harmonic of it, among the first three detections?
// usage: EXOPLANET_DATA=… node tools/bench/light-curve/koi.mjs [--limit N]   (N objects of each source, evenly spaced; all without it)
import { dataFolder, koiCatalog, option, readIndexed, sourceIndex } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';

const DEEPER_THAN = 1000;
const REQUIRED = { quarter: 0.92, binned: 0.85 };
const PERIOD_TOLERANCE = 2e-3;
const folder = dataFolder();
const library = await loadLightCurveLibrary();
const catalog = koiCatalog(folder);
const rows = [];
for (const source of /** @type {const} */ (['quarter', 'binned'])) {
  const required = REQUIRED[source];
  const objects = sourceIndex(folder, source).filter(
    (row) => Number(row.koi_depth) > DEEPER_THAN && Number(row.n_transits_in_span) >= 3,
  );
  const limit = Math.min(option('limit', objects.length), objects.length);
  const chosen = objects.filter(
    (_, i) => Math.floor(((i + 1) * limit) / objects.length) > Math.floor((i * limit) / objects.length),
  );
  const found = { exact: 0, harmonic: 0 };
  const started = performance.now();
  for (const row of chosen) {
    const { curve } = readIndexed(library, folder, row.file);
    const { detections } = library.analyze(curve, { target: catalog.get(row.kepid)?.target, maxPlanets: 3 });
    const period = Number(row.koi_period);
    const ratios = detections.map((detection) => library.harmonicOf(detection.period.value, period, PERIOD_TOLERANCE));
    if (ratios.includes(1)) found.exact++;
    else if (ratios.some((ratio) => ratio !== undefined)) found.harmonic++;
    else {
      const periods =
        detections
          .map((detection) => `${detection.period.value.toFixed(4)} (MES ${detection.mes.value.toFixed(0)})`)
          .join(', ') || 'nothing';
      console.log(
        `missed ${row.kepoi_name} ${row.koi_disposition} ${row.file}: ${period} d, ${row.koi_depth} ppm, ${row.n_transits_with_data} transits; found ${periods}`,
      );
    }
  }
  const part = (found.exact + found.harmonic) / chosen.length;
  rows.push({
    source,
    objects: chosen.length,
    'archive period': found.exact,
    'declared harmonic': found.harmonic,
    'found %': (100 * part).toFixed(1),
    'required %': 100 * required,
    reached: part >= required,
    seconds: ((performance.now() - started) / 1000).toFixed(0),
  });
}
console.table(rows);
process.exit(rows.every(({ reached }) => reached) ? 0 : 1);
