import { spawnSync } from 'node:child_process';
import { onPath } from './on-path.mjs';

/** @typedef {Partial<Record<'apt-get' | 'dnf' | 'apk' | 'pacman' | 'brew', string>>} PackageNames name of one piece of software for each package manager */

const managers = [
  { program: 'brew', commands: (name) => [['install', name]], asRoot: false },
  {
    program: 'apt-get',
    commands: (name) => [
      ['update', '-q'],
      ['install', '-y', '-q', '-o', 'DPkg::Lock::Timeout=300', '--no-install-recommends', name],
    ],
    asRoot: true,
  },
  { program: 'dnf', commands: (name) => [['install', '-y', name]], asRoot: true },
  { program: 'apk', commands: (name) => [['add', '--no-cache', name]], asRoot: true },
  { program: 'pacman', commands: (name) => [['-Sy', '--needed', '--noconfirm', name]], asRoot: true },
];

/**
 * Installs one piece of software with the system's package manager, only where that asks for no password.
 * @param {PackageNames} names
 * @returns {{ installed: boolean, line?: string }} line: what a person types to install it
 */
export function installSystemPackage(names) {
  const manager = managers.find(({ program }) => names[program] && onPath(program));
  if (!manager) return { installed: false };
  const commands = manager.commands(names[manager.program]);
  const line = `${manager.asRoot ? 'sudo ' : ''}${manager.program} ${commands.at(-1).join(' ')}`;
  const prefix = !manager.asRoot || process.getuid() === 0 ? [] : ['sudo', '-n'];
  if (prefix.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0)
    return { installed: false, line };
  for (const args of commands) {
    const [command, ...rest] = [...prefix, manager.program, ...args];
    const { status, stdout, stderr } = spawnSync(command, rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
    });
    if (status !== 0 && args !== commands[0]) process.stderr.write(`${stdout}${stderr}`);
    if (status !== 0 && args === commands.at(-1)) return { installed: false, line };
  }
  return { installed: true, line };
}
