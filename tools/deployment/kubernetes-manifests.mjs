import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { workspaceRoot } from '../build/aliases.mjs';
import { onPath } from '../dev/install/on-path.mjs';

const folder = join(workspaceRoot, 'k8s');

/** The folders of `k8s/` that are applied. */
export const overlays = ['base', ...readdirSync(join(folder, 'overlays')).map((name) => `overlays/${name}`)];

/** Why the manifests cannot be built here, or undefined when they can. @returns {string | undefined} */
export function whyNoKubectl() {
  if (!onPath('kubectl')) return 'kubectl is not on PATH';
  const { stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], { encoding: 'utf8' });
  const [, major, minor] = /"gitVersion": "v(\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) === 1 && Number(minor) >= 25 ? undefined : `kubectl ${major}.${minor} is older than 1.25`;
}

/** What `kubectl apply --kustomize` would send. @returns {any[]} */
export function buildManifests(overlay) {
  return parseAllDocuments(execFileSync('kubectl', ['kustomize', join(folder, overlay)], { encoding: 'utf8' })).map(
    (document) => document.toJS(),
  );
}

/** The module that has the published schema of an object, and its class there. */
export function schemaModule({ apiVersion, kind }) {
  const library = apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';
  return `${library}/${apiVersion}/${kind}`;
}
