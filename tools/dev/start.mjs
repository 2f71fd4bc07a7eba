// ./start.sh: installs what is missing, builds, starts Redis, gateway and workers, and keeps them running until Ctrl-C.
import { workspaceRoot } from '../build/aliases.mjs';
import { installNpmPackages } from './install/npm-packages.mjs';
import { runStep } from './processes/run-step.mjs';
import { say } from './say.mjs';
import { ensurePortIsFree } from './start/ensure-port.mjs';
import { readSettings } from './start/environment.mjs';
import { readOptions, usage, UsageError } from './start/options.mjs';
import { System } from './start/system.mjs';

const options = readOptionsOrExit();
const settings = readSettings(workspaceRoot);
const system = new System(workspaceRoot, settings, options);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signal));
process.stdout.on('error', () => void stop('closed output'));

try {
  if (options.gateway) await ensurePortIsFree(settings.HOST ?? '0.0.0.0', settings.PORT ?? '8000');
  await installNpmPackages(options);
  say('Building');
  await runStep(process.execPath, ['node_modules/.bin/nx', 'run-many', '-t', 'build'], {
    cwd: workspaceRoot,
    env: { NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  await system.start(options);
  say('Ready. Ctrl-C ends everything');
  process.stdout.write(`${await system.addresses()}\n`);
} catch (error) {
  if (!system.stopping) {
    process.stderr.write(`start.sh: ${/** @type {Error} */ (error).message}\n`);
    await system.stop();
    process.exit(1);
  }
}

/** The first signal ends everything in order; the second does not wait for running tasks. @param {string} reason */
async function stop(reason) {
  if (system.stopping) return system.hurry();
  say(`${reason}: ending when running tasks have finished; press Ctrl-C again to end them too`);
  await system.stop();
  process.exit(0);
}

function readOptionsOrExit() {
  try {
    const read = readOptions(process.argv.slice(2));
    if (!read.help) return read;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`start.sh: ${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
