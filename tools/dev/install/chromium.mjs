import { say } from '../say.mjs';
import { onPath } from './on-path.mjs';
import { installSystemPackage } from './system-package.mjs';

/** @type {import('./system-package.mjs').PackageNames} */
const packages = { 'apt-get': 'chromium', dnf: 'chromium', apk: 'chromium', pacman: 'chromium' };

/**
 * A Chromium browser: `CHROMIUM_PATH`, else one on PATH, else one that the package manager installs, else undefined.
 * @param {{ mayInstall: boolean }} options
 */
export function obtainChromium({ mayInstall }) {
  const found = findChromium();
  if (found) return found;
  const { line } = installSystemPackage(packages, { mayInstall });
  const installed = findChromium();
  if (!installed) say(`Chromium is missing, so browser tests are skipped${line ? `; to run them: ${line}` : ''}`);
  return installed;
}

export function findChromium() {
  return (
    process.env.CHROMIUM_PATH || ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find((path) => path)
  );
}
