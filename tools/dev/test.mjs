// ./test.sh: sets up what the checks need, runs them, and closes with "N passed, N failed".
import { readChoice, usage, UsageError } from './checks/choice.mjs';
import { counts, outcome, total } from './checks/outcome.mjs';
import { parts } from './checks/parts.mjs';
import { installNpmPackages } from './install/npm-packages.mjs';
import { obtainRedisProgram } from './redis/redis-program.mjs';
import { say } from './say.mjs';

/** @typedef {import('./checks/outcome.mjs').Outcome} Outcome */

const { chosen, mayInstall } = readChoiceOrExit();
/** @type {Record<string, Outcome>} */
const found = {};

await attempt('set-up', 'npm packages and Redis', async () => {
  await installNpmPackages({ mayInstall });
  if (chosen.some((name) => parts[name].redis)) obtainRedisProgram({ mayInstall });
});
if (!found['set-up'])
  for (const name of chosen) await attempt(name, parts[name].what, () => parts[name].run({ mayInstall }));

const all = total(Object.values(found));
say('Summary');
for (const [name, its] of Object.entries(found)) console.log(`    ${name.padEnd(13)} ${counts(its)}`);
for (const failure of all.failures) console.log(`    FAILED ${failure}`);
console.log(counts(all));
process.exit(all.failed > 0 || all.passed === 0 ? 1 : 0);

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
