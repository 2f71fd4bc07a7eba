import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runStep } from '../processes/run-step.mjs';
import { say } from '../say.mjs';

/** Variables for every npm command: no CUDA download for ONNX Runtime, no telemetry of packages. */
const npmEnvironment = { ONNXRUNTIME_NODE_INSTALL: 'skip', SCARF_ANALYTICS: 'false' };

/** Runs `npm ci` unless node_modules already holds what package-lock.json names. */
export async function installNpmPackages(root = workspaceRoot) {
  const reason = staleness(root);
  if (!reason) return;
  say(`Installing npm packages (${reason}); the first time takes a minute or two`);
  await runStep('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, env: npmEnvironment });
}

/**
 * Why node_modules is not what package-lock.json names, or undefined when it is. npm lists what it has installed in
 * node_modules/.package-lock.json, without the optional packages of other platforms.
 */
export function staleness(root) {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return 'there are none yet';
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  delete locked['']; // the repository itself
  const differs = Object.entries(locked).find(([path, { version, optional, devOptional }]) =>
    installed[path] ? installed[path].version !== version : !optional && !devOptional,
  );
  return differs && `${differs[0].replace(/^.*node_modules\//, '')} is not at ${differs[1].version}`;
}
