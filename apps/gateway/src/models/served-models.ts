import type { WorkerHeartbeat } from '@exoplanet/contracts';
import { newestFirst } from './model-versions';

/** A model version in service, over all workers. */
export interface ServedModel {
  name: string;
  version: string;
  sha256: string;
  /** Whether some worker uses it for requests that name no model. */
  default: boolean;
  /** Execution providers of ONNX Runtime that run it. */
  providers: string[];
  /** Number of live workers that serve it. */
  workers: number;
}

/** The models that the workers serve, by name and newest version first. */
export function servedModels(workers: readonly WorkerHeartbeat[]): ServedModel[] {
  const served = new Map<string, ServedModel>();
  for (const { models } of workers) {
    for (const { name, version, sha256, provider, default: isDefault } of models) {
      const key = `${name}@${version}`;
      const model = served.get(key) ?? { name, version, sha256, default: false, providers: [], workers: 0 };
      served.set(key, {
        ...model,
        default: model.default || isDefault,
        providers: [...new Set([...model.providers, provider])],
        workers: model.workers + 1,
      });
    }
  }
  return [...served.values()].sort((a, b) => a.name.localeCompare(b.name) || newestFirst(a.version, b.version));
}
