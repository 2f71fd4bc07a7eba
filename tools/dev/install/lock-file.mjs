/** @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string> }} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages path below the root, as in `node_modules/nx` -> package */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * Optional packages that a locked package asks for and the lock file lacks. npm leaves out those that its registry does
 * not serve, and then `npm ci` refuses the file: "Missing: ... from lock file".
 * @param {LockedPackages} packages
 * @returns {{ path: string, name: string, version: string, parent: LockedPackage }[]}
 */
export function missingOptionalPackages(packages) {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => ({ path: `node_modules/${name}`, name, version, parent })),
  );
}

/**
 * The same packages with an entry for each missing one: its version, and the platform that its name contains.
 * @param {LockedPackages} packages
 */
export function withOptionalPackages(packages) {
  /** @type {[string, LockedPackage][]} */
  const added = missingOptionalPackages(packages).map(({ path, name, version, parent }) => [
    path,
    { version, ...platformOf(name), ...(parent.dev ? { dev: true } : {}), optional: true },
  ]);
  return Object.fromEntries([...Object.entries(packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/** `@swc/core-linux-arm-gnueabihf` -> linux, arm, glibc. @param {string} name */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : [];
  return {
    ...(os.length ? { os } : {}),
    ...(cpu.length ? { cpu } : {}),
    ...(os[0] === 'linux' && libc.length ? { libc } : {}),
  };
}

/** Whether the package at `path` finds `name` in a folder above it, as Node looks for it. @param {LockedPackages} packages @param {string} path @param {string} name */
function isLocked(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}
