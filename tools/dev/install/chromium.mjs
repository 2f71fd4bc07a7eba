import { say } from '../say.mjs';
import { onPath } from './on-path.mjs';
import { installSystemPackage } from './system-package.mjs';

/** A Chromium browser: `CHROMIUM_PATH`, else one on PATH, else installed where that asks for no password, else undefined. */
export function obtainChromium() {
  const found = process.env.CHROMIUM_PATH || findChromium();
  if (found) return found;
  say('Chromium: not on PATH, asking the package manager');
  const { line } = installSystemPackage({
    'apt-get': 'chromium',
    dnf: 'chromium',
    apk: 'chromium',
    pacman: 'chromium',
  });
  const installed = findChromium();
  if (!installed) say(`Chromium: missing, browser tests are skipped${line ? `; to run them: ${line}` : ''}`);
  return installed;
}

function findChromium() {
  return ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);
}
