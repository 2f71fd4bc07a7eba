import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../build/aliases.mjs';

/**
 * The files that a build of the images sees, relative to the repository: those that .dockerignore leaves.
 * @returns {string[]}
 */
export function contextFiles(root = workspaceRoot) {
  const ignored = ignoring(readFileSync(join(root, '.dockerignore'), 'utf8'));
  const walk = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === '.git' ? [] : walk(path);
      return ignored(path) ? [] : [path];
    });
  return walk('');
}

/** Docker's rule: the last line that fits the path or a folder above it decides; `!` lets it in again. */
function ignoring(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const rules = lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => ({ ignore: !line.startsWith('!'), fits: new RegExp(`^${pattern(line.replace(/^!/, ''))}(/|$)`) }));
  return (path) => rules.findLast(({ fits }) => fits.test(path))?.ignore ?? false;
}

const meanings = { '**/': '(.*/)?', '*': '[^/]*' };
const pattern = (glob) => glob.replace(/\*\*\/|\*|[.+^${}()|[\]\\]/g, (part) => meanings[part] ?? `\\${part}`);
