// ./test.sh: sets up what the checks need, runs them, and closes with "N passed, N failed".
import { readChoice, usage, UsageError } from './checks/choice.mjs';
import { counts, outcome, total } from './checks/outcome.mjs';
import { parts } from './checks/parts.mjs';
import { installNpmPackages } from './install/npm-packages.mjs';
import { obtainRedisProgram } from './redis/redis-program.mjs';
import { say } from './say.mjs';
import { heldBack } from './shown.mjs';

/** @typedef {import('./checks/outcome.mjs').Outcome} Outcome */

const { chosen, mayInstall } = readChoiceOrExit();
/** @type {Record<string, Outcome>} */
const found = {};

await attempt('set-up', 'npm packages and Redis', async () => {
  await installNpmPackages({ mayInstall });
  if (chosen.some((name) => parts[name].redis)) obtainRedisProgram({ mayInstall });
});
if (!found['set-up']) {
  await runStatic(chosen.filter((name) => parts[name].static));
  for (const name of chosen.filter((name) => !parts[name].static)) await runPart(name);
}

const all = total(Object.values(found));
say('Summary');
for (const [name, its] of Object.entries(found)) console.log(`    ${name.padEnd(13)} ${counts(its)}`);
for (const failure of all.failures) console.log(`    FAILED ${failure}`);
console.log(counts(all));
process.exit(all.failed > 0 || all.passed === 0 ? 1 : 0);

/** @param {string} name */
function runPart(name) {
  return attempt(name, parts[name].what, () => parts[name].run({ mayInstall }));
}

/** Parts that only read sources run two at a time, because each uses one core. @param {string[]} names */
async function runStatic(names) {
  if (names.length > 1) say(`${names.join(', ')}: two at a time`);
  const waiting = names.toSorted((a, b) => Number(b === 'lint') - Number(a === 'lint'));
  const work = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      await heldBack(() => runPart(/** @type {string} */ (name)));
  };
  await Promise.all([work(), work()]);
}

/**
 * Runs one part. One that throws counts as failed, and the others still run.
 * @param {string} name
 * @param {string} what
 * @param {() => Outcome | void | Promise<Outcome | void>} run
 */
async function attempt(name, what, run) {
  const started = performance.now();
  say(`${name}: ${what}`);
  try {
    const its = await run();
    if (its) found[name] = its;
  } catch (error) {
    console.error(error);
    found[name] = outcome({ failures: [`${name}: ${/** @type {Error} */ (error).message}`] });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${name}: ${found[name] ? counts(found[name]) : 'done'} in ${seconds} s`);
}

function readChoiceOrExit() {
  try {
    const choice = readChoice(process.argv.slice(2));
    if (!choice.help) return choice;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`test.sh: ${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
