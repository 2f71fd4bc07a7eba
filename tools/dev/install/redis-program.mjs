import { spawnSync } from 'node:child_process';
import { say } from '../say.mjs';
import { onPath } from './on-path.mjs';
import { installSystemPackage } from './system-package.mjs';

const packages = { 'apt-get': 'redis-server', dnf: 'redis', apk: 'redis', pacman: 'redis', brew: 'redis' };

/** A server program for Redis on PATH, or undefined. Valkey speaks the same protocol. */
export function findRedisServer() {
  return ['redis-server', 'valkey-server'].find(onPath);
}

/**
 * A program that serves Redis: one on PATH, else one that the system's package manager installs without a password, else Docker.
 * @returns {string} `redis-server`, `valkey-server` or `docker`
 * @throws {Error} with the one line to type, when there is no way to get one
 */
export function obtainRedisProgram() {
  const found = findRedisServer();
  if (found) return found;
  say('Redis: no redis-server or valkey-server on PATH, asking the package manager');
  const { line } = installSystemPackage(packages);
  const installed = findRedisServer();
  if (installed) return installed;
  if (dockerAnswers()) {
    say('Redis: in a container');
    return 'docker';
  }
  throw new Error(
    `Redis is missing. Install it with: ${line ?? 'your package manager, or start Docker'} (or set REDIS_URL to one that runs)`,
  );
}

function dockerAnswers() {
  return (
    onPath('docker') !== undefined && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0
  );
}
