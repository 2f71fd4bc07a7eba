// Makes git use the hooks of this folder. npm runs it after an installation ("prepare"); it never fails one, and does
// nothing in CI, in an image or outside a git checkout.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
if (!process.env.CI && existsSync(resolve(root, '.git')))
  spawnSync('git', ['config', 'core.hooksPath', 'tools/git-hooks'], { cwd: root, stdio: 'ignore' });
