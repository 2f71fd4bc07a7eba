import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { workspaceRoot } from '../build/aliases.mjs';

/** @typedef {import('./manifest.mjs').Manifest} Manifest */

const folder = join(workspaceRoot, 'k8s');

/** The folders of `k8s/` that are applied. */
export const overlays = ['base', ...readdirSync(join(folder, 'overlays')).map((name) => `overlays/${name}`)];

/** What `kubectl apply --kustomize` would send. @param {string} overlay @returns {Manifest[]} */
export function buildManifests(overlay) {
  const text = execFileSync('kubectl', ['kustomize', join(folder, overlay)], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** The part of an object that it must have. @template T @param {T | undefined} part @param {string} what @returns {T} */
export function required(part, what) {
  if (part === undefined) throw new Error(`${what} is missing`);
  return part;
}

/** The template of the pods of a Deployment or StatefulSet. @param {Manifest} workload */
export function podTemplateOf({ kind, metadata, spec }) {
  return required(spec?.template, `spec.template of ${kind} ${metadata.name}`);
}

/** The one container of a Deployment or StatefulSet. @param {Manifest} workload */
export function containerOf(workload) {
  return podTemplateOf(workload).spec.containers[0];
}

/** The module that has the published schema of an object. @param {Pick<Manifest, 'apiVersion' | 'kind'>} object */
export function schemaModule({ apiVersion, kind }) {
  const library = apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';
  return `${library}/${apiVersion}/${kind}`;
}

/**
 * Checks an object against its published schema.
 * @param {Manifest} object
 * @throws {Error} that names what does not fit
 */
export async function validateManifest(object) {
  /** @type {Record<string, new (object: object) => { validate(): void }>} */
  const models = await import(schemaModule(object));
  new models[object.kind](object).validate();
}
