import { spawnSync } from 'node:child_process';
import { onPath } from './on-path.mjs';

/** Python 3.11 or newer on PATH, or undefined. */
export function findPython() {
  return ['python3', 'python3.11', 'python3.12', 'python3.13']
    .map(onPath)
    .find((path) => path && spawnSync(path, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0);
}
