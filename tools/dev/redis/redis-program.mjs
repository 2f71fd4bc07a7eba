import { spawnSync } from 'node:child_process';
import { onPath } from '../install/on-path.mjs';
import { installSystemPackage } from '../install/system-package.mjs';
import { say } from '../say.mjs';

const packages = { 'apt-get': 'redis-server', dnf: 'redis', apk: 'redis', pacman: 'redis', brew: 'redis' };

/** A server program for Redis on PATH, or undefined. Valkey speaks the same protocol. */
export function findRedisServer() {
  return ['redis-server', 'valkey-server'].find(onPath);
}

/**
 * A program that serves Redis: one on PATH, else one that the system's package manager installs, else Docker.
 * @param {{ mayInstall: boolean }} options
 * @returns {string} `redis-server`, `valkey-server` or `docker`
 * @throws {Error} with the line to type when there is none
 */
export function obtainRedisProgram({ mayInstall }) {
  const found = findRedisServer();
  if (found) return found;
  say('Redis: there is no redis-server or valkey-server on PATH');
  const { line } = installSystemPackage(packages, { mayInstall });
  const installed = findRedisServer();
  if (installed) return installed;
  if (dockerAnswers()) {
    say('Redis: runs in a container');
    return 'docker';
  }
  throw new Error(
    `Redis is missing. Install it with: ${line ?? 'your package manager, or start Docker'} (or set REDIS_URL to a running one)`,
  );
}

function dockerAnswers() {
  return (
    onPath('docker') !== undefined && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0
  );
}
