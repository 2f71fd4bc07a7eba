// Made curves with a known answer, of the kinds that searches get wrong: what is said must be so. A wrong verdict ends with 1.
// usage: held-out.mjs [--seed 1] [--each 3] [--kind 'two transits']
import { option } from './data.mjs';
import { KINDS } from './held-out-cases.mjs';
import { loadLightCurveLibrary } from './library.mjs';

const PERIOD_TOLERANCE = 2e-3;
const SIGMAS = 3;
const seed = option('seed', 1);
const each = option('each', 3);
const at = process.argv.indexOf('--kind');
const only = at < 0 ? undefined : process.argv[at + 1];
const library = await loadLightCurveLibrary();
const near = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ part) =>
  Math.abs(a / b - 1) <= part;
/** @type {Record<string, { cases: number, right: number, 'confidently wrong': number }>} */
const table = {};
let wrong = 0;
for (const [kind, make] of Object.entries(KINDS)) {
  if (only !== undefined && kind !== only) continue;
  const row = (table[kind] = { cases: 0, right: 0, 'confidently wrong': 0 });
  for (let number = 0; row.cases < each; number++) {
    const own = seed * 1000 + number;
    const made = make(library, library.seededRandom(own), own);
    if (!made) continue;
    row.cases++;
    const analysis = library.analyze(made.curve, { target: made.target, maxPlanets: made.expect.maxPlanets ?? 3 });
    const faults = faultsOf(analysis, made.expect);
    if (faults.length === 0) row.right++;
    if (faults.some(({ grave }) => grave)) row['confidently wrong']++;
    wrong += Number(faults.length > 0);
    for (const { text, grave } of faults)
      console.log(`${grave ? 'WRONG' : 'short'} ${kind} ${own} (${made.note ?? ''}): ${text}`);
  }
}
console.table(table);
process.exit(wrong === 0 ? 0 : 1);

/**
 * What an answer lacks, and what in it is wrong although every test passes.
 * @param {import('@exoplanet/light-curve').Analysis} analysis
 * @param {import('./held-out-cases.mjs').Expected} expected
 */
function faultsOf(
  { detections, singleEvents, notices },
  { passing, events = [], fails, most, only: alone, ratio, sigmas, missing },
) {
  /** @type {{ grave: boolean, text: string }[]} */
  const faults = [];
  const say = (/** @type {boolean} */ grave, /** @type {string} */ text) => faults.push({ grave, text });
  const passed = detections.filter((one) => one.passed);
  const told = detections
    .map((one) => `${one.period.value.toFixed(4)} d (${failedTests(one).join(' ') || 'passes'})`)
    .join(', ');
  for (const one of passed)
    if (!passing.some((period) => near(one.period.value, period, PERIOD_TOLERANCE) || saysHalf(one, period, notices)))
      say(true, `${one.period.value.toFixed(4)} d passes: ${told}`);
  if (most !== undefined && detections.length > most) say(false, `${detections.length} detections: ${told}`);
  if (fails !== undefined && !detections.some((one) => failedTests(one).includes(fails)))
    say(false, `${fails} does not fail: ${told}`);
  for (const time of events)
    if (!singleEvents.some((event) => Math.abs(event.time.value - time) < 0.3))
      say(false, `no single event at ${time.toFixed(2)}; ${told}`);
  if (!alone) return faults;
  for (const period of passing)
    if (!missing && !passed.some((one) => near(one.period.value, period, PERIOD_TOLERANCE)))
      say(false, `${period.toFixed(4)} d does not pass: ${told || 'nothing found'}`);
  const own = passed.find((one) => near(one.period.value, passing[0], PERIOD_TOLERANCE));
  if (own && ratio && !near(own.radiusRatio.value, ratio[0], ratio[1]))
    say(false, `radius ratio ${own.radiusRatio.value.toFixed(4)} for ${ratio[0].toFixed(4)}`);
  if (!own || !sigmas) return faults;
  for (const name of /** @type {const} */ (['radiusRatio', 'impact']))
    if (Math.abs(own[name].value - sigmas[name]) > SIGMAS * own[name].error)
      say(true, `${name} ${own[name].value.toFixed(4)} ± ${own[name].error.toFixed(4)} for ${sigmas[name].toFixed(4)}`);
  return faults;
}

/**
 * Whether a notice says that the period found may also be this one, half as long.
 * @param {import('@exoplanet/light-curve').Detection} detection @param {number} period @param {readonly string[]} notices
 */
function saysHalf({ period: { value } }, period, notices) {
  const said = `the period of ${Number(value.toPrecision(6))} d may also be `;
  return near(value, 2 * period, PERIOD_TOLERANCE) && notices.some((text) => text.startsWith(said));
}

/** @param {import('@exoplanet/light-curve').Detection} detection */
function failedTests({ tests }) {
  return tests.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
}
