import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { onPath } from '../install/on-path.mjs';
import { installSystemPackage } from '../install/system-package.mjs';
import { say } from '../say.mjs';
import { outcome } from './outcome.mjs';

/** Every shell script, checked by shellcheck; by bash's own parser where that cannot be had. */
export function checkShellScripts() {
  if (!onPath('shellcheck'))
    installSystemPackage({
      'apt-get': 'shellcheck',
      dnf: 'ShellCheck',
      apk: 'shellcheck',
      pacman: 'shellcheck',
      brew: 'shellcheck',
    });
  const [command, ...args] = onPath('shellcheck') ? ['shellcheck', '--external-sources'] : ['bash', '-n'];
  if (command === 'bash') say('shell: no shellcheck here, only the syntax is checked');
  const files = shellScripts();
  const failures = files.filter(
    (file) => spawnSync(command, [...args, file], { cwd: workspaceRoot, stdio: 'inherit' }).status !== 0,
  );
  for (const file of files) if (!failures.includes(file)) say(`shell: ${file}`);
  return outcome({ passed: files.length - failures.length, failures });
}

function shellScripts() {
  const folders = ['tools/dev', 'tools/deployment', 'docker', 'k8s'].filter((folder) =>
    existsSync(join(workspaceRoot, folder)),
  );
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(workspaceRoot, folder), { recursive: true })
      .filter((file) => file.endsWith('.sh'))
      .map((file) => join(folder, file)),
  );
  return ['start.sh', 'test.sh', '.ci/run', 'docker/bin/inspect', ...inFolders];
}
