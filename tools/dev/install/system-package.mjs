import { spawnSync } from 'node:child_process';
import { say } from '../say.mjs';
import { onPath } from './on-path.mjs';

/** @typedef {'apt-get' | 'dnf' | 'apk' | 'pacman' | 'brew'} Manager */
/** @typedef {Partial<Record<Manager, string>>} PackageNames the name of one piece of software for each package manager */

/** @type {{ program: Manager, asRoot: boolean, commands: (name: string) => string[][] }[]} */
const managers = [
  { program: 'brew', asRoot: false, commands: (name) => [['install', name]] },
  {
    program: 'apt-get',
    asRoot: true,
    commands: (name) => [
      ['update', '-q'],
      ['install', '-y', '-q', '-o', 'DPkg::Lock::Timeout=300', '--no-install-recommends', name],
    ],
  },
  { program: 'dnf', asRoot: true, commands: (name) => [['install', '-y', name]] },
  { program: 'apk', asRoot: true, commands: (name) => [['add', '--no-cache', name]] },
  { program: 'pacman', asRoot: true, commands: (name) => [['-Sy', '--needed', '--noconfirm', name]] },
];

/**
 * Installs one piece of software with the system's package manager, where that needs no password, and says so first.
 * @param {PackageNames} names
 * @param {{ mayInstall: boolean }} options mayInstall: false gives only the line to type
 * @returns {{ installed: boolean, line?: string }} line: what a person types to install it
 */
export function installSystemPackage(names, { mayInstall }) {
  const manager = managers.find(({ program }) => names[program] && onPath(program));
  const name = manager && names[manager.program];
  if (!manager || !name) return { installed: false };
  const commands = manager.commands(name);
  const line = `${manager.asRoot ? 'sudo ' : ''}${manager.program} ${commands.at(-1)?.join(' ')}`;
  const prefix = !manager.asRoot || process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const needsPassword = prefix.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0;
  if (!mayInstall || needsPassword) return { installed: false, line };
  say(`Installing the system package ${name} with ${manager.program} (--no-install prevents this)`);
  for (const args of commands) {
    const [command, ...rest] = [...prefix, manager.program, ...args];
    const { status, stdout, stderr } = spawnSync(command, rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
    });
    // A list of packages that cannot be updated may still hold the package.
    if (status === 0 || args !== commands.at(-1)) continue;
    process.stderr.write(`${stdout}${stderr}`);
    return { installed: false, line };
  }
  return { installed: true, line };
}
