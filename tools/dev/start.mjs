// ./start.sh: installs what is missing, builds, starts Redis, gateway and workers, and keeps them running until Ctrl-C.
import { workspaceRoot } from '../build/aliases.mjs';
import { installNpmPackages } from './install/npm-packages.mjs';
import { runStep } from './processes/run-step.mjs';
import { say } from './say.mjs';
import { readSettings } from './start/environment.mjs';
import { readOptions, usage, UsageError } from './start/options.mjs';
import { claimable } from './start/port.mjs';
import { System } from './start/system.mjs';

const options = readOptionsOrExit();
const settings = readSettings(workspaceRoot);
const system = new System(workspaceRoot, settings);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signal));
process.stdout.on('error', () => void stop('closed output'));

try {
  if (options.gateway) await claimable(settings.HOST ?? '0.0.0.0', settings.PORT ?? '8000');
  await installNpmPackages();
  say('Building');
  await runStep(process.execPath, ['node_modules/.bin/nx', 'run-many', '-t', 'build'], {
    cwd: workspaceRoot,
    env: { NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  await system.start(options);
  say('Ready. Ctrl-C ends all of it');
  process.stdout.write(`${await system.addresses()}\n`);
} catch (error) {
  if (!system.stopping) {
    process.stderr.write(`start.sh: ${error.message}\n`);
    await system.stop();
    process.exit(1);
  }
}

/** A first signal ends everything in order; a second one does not wait for tasks that still run. */
async function stop(signal) {
  if (system.stopping) return system.hurry();
  say(`${signal}: ending, tasks that run may finish; again to end them too`);
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
