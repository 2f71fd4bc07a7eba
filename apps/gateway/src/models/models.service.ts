import { AppError, type ModelCard, type WorkerHeartbeat } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { REDIS } from '../redis/tokens';
import { fromRedis } from '../redis/unavailable';
import { WorkersService } from '../workers/workers.service';

export interface ServedModel {
  name: string;
  version: string;
  sha256: string;
  default: boolean;
  /** Providers of ONNX Runtime that run it, over all workers. */
  providers: string[];
  /** Live workers that serve it. */
  workers: number;
}

/** How long a list of served models may be old [ms] when it only checks a name. */
const CHECK_AGE = 1000;

/** The models that the live workers serve. The gateway has none of its own: it passes on the cards that workers publish. */
@Injectable()
export class ModelsService {
  private recent: { at: number; models: Promise<ServedModel[]> } = { at: -Infinity, models: Promise.resolve([]) };

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly workers: WorkersService,
  ) {}

  async list(): Promise<ServedModel[]> {
    return merge(await this.workers.list());
  }

  /** Refuses a model that no live worker serves. With no worker alive nobody knows, and the task waits for one. */
  async require(model: string): Promise<void> {
    if (performance.now() - this.recent.at > CHECK_AGE) this.recent = { at: performance.now(), models: this.list() };
    const served = await this.recent.models;
    if (served.length === 0) return;
    // Which older versions a worker can load is its own matter: only the name is checked here.
    if (served.some(({ name }) => name === model.split('@')[0])) return;
    throw new AppError('MODEL_NOT_FOUND', `No worker serves ${model}; served are ${served.map((one) => `${one.name}@${one.version}`).join(', ')}`, [
      { field: 'model', message: `model must be one of ${served.map((one) => one.name).join(', ')}` },
    ]);
  }

  /** The card of a served model, of the default one without a name. @throws AppError NO_WORKERS, MODEL_NOT_FOUND */
  async card(model?: string): Promise<ModelCard & { providers: string[]; workers: number }> {
    const served = await this.list();
    if (served.length === 0) throw new AppError('NO_WORKERS');
    const [name, version] = model?.split('@') ?? [];
    const found = model === undefined ? (served.find((one) => one.default) ?? served[0]) : served.find((one) => one.name === name && (version === undefined || one.version === version));
    if (!found) throw new AppError('MODEL_NOT_FOUND', `No worker serves ${model}`);
    const card = await fromRedis(() => this.redis.hget(this.keys.cards, `${found.name}@${found.version}`));
    if (card === null) throw new AppError('MODEL_NOT_FOUND', `The card of ${found.name}@${found.version} is not there yet`);
    return { ...(JSON.parse(card) as ModelCard), providers: found.providers, workers: found.workers };
  }
}

function merge(workers: WorkerHeartbeat[]): ServedModel[] {
  const served = new Map<string, ServedModel>();
  for (const { models } of workers) {
    for (const { name, version, sha256, provider, default: isDefault } of models) {
      const key = `${name}@${version}`;
      const model = served.get(key) ?? { name, version, sha256, default: false, providers: [], workers: 0 };
      served.set(key, { ...model, default: model.default || isDefault, providers: [...new Set([...model.providers, provider])], workers: model.workers + 1 });
    }
  }
  return [...served.values()].sort((a, b) => a.name.localeCompare(b.name) || b.version.localeCompare(a.version, undefined, { numeric: true }));
}
