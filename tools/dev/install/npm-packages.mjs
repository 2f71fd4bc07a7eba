import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runStep } from '../processes/run-step.mjs';
import { say } from '../say.mjs';

/** Variables for every npm command: no CUDA download for ONNX Runtime, no telemetry of packages. */
const npmEnvironment = { ONNXRUNTIME_NODE_INSTALL: 'skip', SCARF_ANALYTICS: 'false' };

/**
 * Runs `npm ci` unless node_modules already holds what package-lock.json names.
 * @param {{ mayInstall: boolean, root?: string }} options
 * @throws {Error} when packages are missing and must not be installed
 */
export async function installNpmPackages({ mayInstall, root = workspaceRoot }) {
  const reason = staleness(root);
  if (!reason) return;
  if (!mayInstall) throw new Error(`npm packages are missing (${reason}) and --no-install is set: run npm ci`);
  say(`Installing npm packages (${reason}); the first time takes a minute or two`);
  await runStep('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, env: npmEnvironment });
}

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * Why node_modules is not what package-lock.json names, or undefined when it is. npm lists what it has installed in
 * node_modules/.package-lock.json, without the optional packages of other platforms.
 * @param {string} root
 */
export function staleness(root) {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return 'none is installed yet';
  const installed = readPackages(installedFile);
  const { '': _root, ...locked } = readPackages(join(root, 'package-lock.json'));
  const differs = Object.entries(locked).find(([path, { version, optional, devOptional }]) =>
    installed[path] ? installed[path].version !== version : !optional && !devOptional,
  );
  return differs && `${differs[0].replace(/^.*node_modules\//, '')} is not at ${differs[1].version}`;
}

/** @param {string} lockFile @returns {Record<string, LockedPackage>} */
function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
