import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { onPath } from '../install/on-path.mjs';
import { installSystemPackage } from '../install/system-package.mjs';
import { say } from '../say.mjs';
import { outcome } from './outcome.mjs';

const packages = {
  'apt-get': 'shellcheck',
  dnf: 'ShellCheck',
  apk: 'shellcheck',
  pacman: 'shellcheck',
  brew: 'shellcheck',
};

/**
 * Every shell script, checked by shellcheck; where that cannot be had, bash checks the syntax only.
 * @param {{ mayInstall: boolean }} options
 */
export function checkShellScripts({ mayInstall }) {
  if (!onPath('shellcheck')) installSystemPackage(packages, { mayInstall });
  const [command, ...args] = onPath('shellcheck') ? ['shellcheck', '--external-sources'] : ['bash', '-n'];
  if (command === 'bash') say('there is no shellcheck here: only the syntax is checked');
  const files = shellScripts();
  const failures = files.filter(
    (file) => spawnSync(command, [...args, file], { cwd: workspaceRoot, stdio: 'inherit' }).status !== 0,
  );
  return outcome({ passed: files.length - failures.length, failures });
}

/** Files that end in .sh or begin with a shell's shebang line. */
function shellScripts() {
  const folders = ['.ci', 'docker', 'k8s', 'tools/clients', 'tools/deployment', 'tools/dev', 'tools/git-hooks'];
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(workspaceRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => file.endsWith('.sh') || /^#!.*\b(ba)?sh\b/.test(readFileSync(file, 'utf8'))),
  );
  return ['start.sh', 'test.sh', ...inFolders];
}
