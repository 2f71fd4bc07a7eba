// ./test.sh: sets up what the checks need, runs them, and closes with "N passed, N failed".
import { counts, outcome, total } from './checks/outcome.mjs';
import { parts } from './checks/parts.mjs';
import { installNpmPackages } from './install/npm-packages.mjs';
import { obtainRedisProgram } from './install/redis-program.mjs';
import { say } from './say.mjs';

const chosen = chooseOrExit(process.argv.slice(2));
const found = {};

await attempt('set-up', async () => {
  await installNpmPackages();
  obtainRedisProgram();
});
if (!found['set-up']) for (const name of chosen) await attempt(name, parts[name].run);

const all = total(Object.values(found));
say('Summary');
for (const [name, its] of Object.entries(found)) console.log(`    ${name.padEnd(13)} ${counts(its)}`);
for (const failure of all.failures) console.log(`    FAILED ${failure}`);
console.log(counts(all));
process.exit(all.failed > 0 || all.passed === 0 ? 1 : 0);

/** Runs one part; one that throws counts as failed, and the others still run. */
async function attempt(name, run) {
  const started = performance.now();
  say(`${name}: ${parts[name]?.what ?? 'packages and Redis'}`);
  try {
    const its = await run();
    if (its) found[name] = its;
  } catch (error) {
    console.error(error);
    found[name] = outcome({ failures: [`${name}: ${error.message}`] });
  }
  say(
    `${name}: ${found[name] ? counts(found[name]) : 'done'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}

/** The parts named, each behind what it needs; without names every part that is not on demand. */
function chooseOrExit(names) {
  const unknown = names.find((name) => !parts[name]);
  if (unknown !== undefined) {
    const help = unknown === '--help' || unknown === '-h';
    const list = Object.entries(parts).map(
      ([name, { what, onDemand }]) => `  ${name.padEnd(13)} ${what}${onDemand ? ' (only when named)' : ''}`,
    );
    (help ? console.log : console.error)(
      `${help ? '' : `test.sh: unknown: ${unknown}\n\n`}usage: ./test.sh [part ...]\n\n${list.join('\n')}`,
    );
    process.exit(help ? 0 : 2);
  }
  if (names.length === 0) return Object.keys(parts).filter((name) => !parts[name].onDemand);
  return Object.keys(parts).filter(
    (name) => names.includes(name) || names.some((other) => parts[other].needs?.includes(name)),
  );
}
