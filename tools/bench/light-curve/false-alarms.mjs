// False alarms: real Kepler quarters without their known transits, inverted or scrambled. Every detection is a false alarm.
// usage: EXOPLANET_DATA=… node tools/bench/light-curve/false-alarms.mjs [--limit 200] [--seed 1]
import { dataFolder, koiCatalog, option, quietHost, readIndexed, sourceIndex } from './data.mjs';
import { loadLightCurveLibrary } from './library.mjs';
import { hostOf } from './peer-curves.mjs';

const REQUIRED = { above: 0.05, passing: 0.01 };
/** Length of the stretches that are exchanged [d]. */
const STRETCH = 1;
const limit = option('limit', 200);
const folder = dataFolder();
const library = await loadLightCurveLibrary();
const random = library.seededRandom(option('seed', 1));
const catalog = koiCatalog(folder);
const stars = [...new Map(sourceIndex(folder, 'quarter').map((row) => [row.kepid, row])).values()];
const tally = { inverted: { curves: 0, above: 0, passing: 0 }, scrambled: { curves: 0, above: 0, passing: 0 } };
const started = performance.now();
for (let curves = 0; curves < limit;) {
  const row = stars[Math.floor(random() * stars.length)];
  const { kois, target } = hostOf(catalog, row);
  const host = quietHost(library, readIndexed(library, folder, row.file).curve, kois);
  if (!host) continue;
  const kind = curves++ % 2 === 0 ? 'inverted' : 'scrambled';
  const noise = kind === 'inverted' ? library.inverted(host) : library.scrambled(host, STRETCH, random);
  const { detections } = library.analyze(noise, { target, maxPlanets: 1 });
  tally[kind].curves++;
  const [detection] = detections;
  if (!detection || detection.mes.value < library.MES_LIMIT) continue;
  tally[kind].above++;
  if (detection.passed) tally[kind].passing++;
  const failed =
    detection.tests
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ name }) => name)
      .join(' ') || 'nothing';
  console.log(
    `${kind} KIC ${row.kepid}: ${detection.period.value.toFixed(4)} d, ${detection.duration.value.toFixed(1)} h, ${detection.depth.value.toFixed(0)} ppm, MES ${detection.mes.value.toFixed(1)}, ${detection.transits.observed} transits; fails ${failed}`,
  );
}
const all = Object.values(tally).reduce((a, b) => ({
  curves: a.curves + b.curves,
  above: a.above + b.above,
  passing: a.passing + b.passing,
}));
console.table({
  ...tally,
  all,
  '% of all': { curves: 100, above: (100 * all.above) / all.curves, passing: (100 * all.passing) / all.curves },
  'allowed %': { above: 100 * REQUIRED.above, passing: 100 * REQUIRED.passing },
});
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
process.exit(all.above <= REQUIRED.above * all.curves && all.passing <= REQUIRED.passing * all.curves ? 0 : 1);
