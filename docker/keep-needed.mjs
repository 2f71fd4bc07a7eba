// Keeps in node_modules the packages that a built program imports, with what these depend on.
// usage: node docker/keep-needed.mjs FOLDER    FOLDER holds the program's bundles
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = 'node_modules';
const [folder] = process.argv.slice(2);
/** Folders of packages, as paths below the root. @type {Set<string>} */
const needed = new Set();

for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
  const text = readFileSync(join(folder, file), 'utf8');
  // Any text in quotes that is the name of a package: `import`, `require` and names that are loaded on demand, as by pino.
  for (const [, name] of text.matchAll(/["'`]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[\w./-]*)?["'`]/g)) need(name, root);
}
if (needed.size === 0) throw new Error(`no program in ${folder} imports a package`);
for (const path of packagesIn(root)) {
  const isAbove = [...needed].some((one) => one.startsWith(`${path}/`));
  if (!needed.has(path) && !isAbove) rmSync(path, { recursive: true });
}

/**
 * Keeps a package and what it depends on.
 * @param {string} name @param {string} from the node_modules folder from which it is looked up
 */
function need(name, from) {
  const path = join(from, name);
  if (!existsSync(join(path, 'package.json'))) {
    const above = relative('.', dirname(dirname(from)));
    // Looked up as Node does: in each node_modules on the way to the root.
    const outer =
      from === root
        ? undefined
        : above.lastIndexOf(root) >= 0
          ? above.slice(0, above.lastIndexOf(root) + root.length)
          : root;
    if (outer) need(name, outer);
    return;
  }
  if (needed.has(path)) return;
  needed.add(path);
  const card = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  for (const other of Object.keys({ ...card.dependencies, ...card.optionalDependencies, ...card.peerDependencies }))
    need(other, join(path, root));
}

/** Every package in a node_modules folder, and those in the node_modules of the packages. @param {string} from @returns {string[]} */
function packagesIn(from) {
  if (!existsSync(from)) return [];
  return readdirSync(from, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      if (name.startsWith('@')) return readdirSync(join(from, name)).map((inner) => join(from, name, inner));
      return [join(from, name)];
    })
    .flatMap((path) => [...packagesIn(join(path, root)), path]);
}
