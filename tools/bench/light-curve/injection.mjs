// Injection and recovery: Mandel & Agol transits are added to real Kepler quarters whose own transits are removed.
// usage: EXOPLANET_DATA=… node tools/bench/light-curve/injection.mjs [--limit 1000] [--seed 1]
import { dataFolder, koiCatalog, option, quietHost, readIndexed, sourceIndex } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';
import { hostOf } from './peer-curves.mjs';

const REQUIRED = 0.95;
/** Injected strengths: multiple event statistic, uniform in its logarithm. */
const MES = { from: 10, to: 40 };
const limit = option('limit', 1000);
const library = await loadLightCurveLibrary();
const random = library.seededRandom(option('seed', 1));
const folder = dataFolder();
const catalog = koiCatalog(folder);
const stars = [...new Map(sourceIndex(folder, 'quarter').map((row) => [row.kepid, row])).values()];
const bins = [10, 12, 15, 20, 40].map((from, i, all) => ({
  from,
  to: all[i + 1] ?? Infinity,
  injected: 0,
  recovered: 0,
  harmonic: 0,
}));
const started = performance.now();
let injected = 0;
for (let trial = 0; injected < limit && trial < 6 * limit; trial++) {
  const row = stars[Math.floor(random() * stars.length)];
  const { kois, target } = hostOf(catalog, row);
  const host = quietHost(library, readIndexed(library, folder, row.file).curve, kois);
  if (!host) continue;
  const result = library.recoveryTrial(host, target, MES.from * (MES.to / MES.from) ** random(), random);
  if (!result || result.mes < MES.from) continue;
  injected++;
  const bin = bins.findLast(({ from }) => result.mes >= from) ?? bins[0];
  bin.injected++;
  if (result.ratio !== undefined) bin.recovered++;
  if (result.ratio !== undefined && result.ratio !== 1) bin.harmonic++;
  if (result.ratio === undefined) {
    const { planet, mes, transits, found, duration } = result;
    console.log(
      `missed KIC ${row.kepid}: ${planet.period.toFixed(4)} d, ${duration.toFixed(1)} h, MES ${mes.toFixed(1)}, ${transits} transits; found ${found.map((p) => p.toFixed(4)).join(', ') || 'nothing'}`,
    );
  }
}
const recovered = bins.reduce((sum, bin) => sum + bin.recovered, 0);
console.table(
  bins
    .filter((bin) => bin.injected > 0)
    .map(({ from, to, ...bin }) => ({
      MES: `${from} to ${to}`,
      ...bin,
      '%': ((100 * bin.recovered) / bin.injected).toFixed(1),
    })),
);
console.log(
  `${recovered} of ${injected} recovered (${((100 * recovered) / injected).toFixed(1)} %, required ${100 * REQUIRED} %) in ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(recovered >= REQUIRED * injected ? 0 : 1);
