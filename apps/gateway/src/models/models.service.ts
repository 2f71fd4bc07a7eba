import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppError, type ModelCard, parseModelId, type WorkerHeartbeat } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { readRedis } from '../platform/redis/read-redis';
import { REDIS } from '../platform/redis/tokens';
import { WorkersService } from '../workers/workers.service';
import { allVersions, hasModel, versionsOf } from './model-versions';
import { type ServedModel, servedModels } from './served-models';

/** How long a list of workers is reused to confirm that a model exists [ms]. */
const MAX_AGE = 1000;

/** A model card as workers publish it, with who serves the model. */
export type PublishedCard = ModelCard & { providers: string[]; workers: number };

/** The models that the live workers serve. The gateway loads no models: it passes on the cards that workers publish. */
@Injectable()
export class ModelsService {
  private recent: { at: number; workers: Promise<WorkerHeartbeat[]> } = { at: -Infinity, workers: Promise.resolve([]) };

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly workers: WorkersService,
  ) {}

  async list(): Promise<ServedModel[]> {
    return servedModels(await this.workers.list());
  }

  /**
   * Rejects a model or version that no live worker has. While no worker is alive everything is accepted, and the task waits.
   * @throws AppError MODEL_NOT_FOUND
   */
  async require(model: string): Promise<void> {
    const isStale = performance.now() - this.recent.at > MAX_AGE;
    const seen = await (isStale ? this.refresh() : this.recent.workers);
    if (seen.some((worker) => hasModel(worker, model))) return;
    const workers = isStale ? seen : await this.refresh();
    if (workers.length === 0 || workers.some((worker) => hasModel(worker, model))) return;
    const available = allVersions(workers).join(', ');
    throw new AppError('MODEL_NOT_FOUND', `No worker has the model ${model}; available: ${available}`, [
      { field: 'model', message: `model must be one of ${available}, or a name alone` },
    ]);
  }

  /** Versions of a model that a request can name, newest first. */
  async versions(name: string): Promise<string[]> {
    return versionsOf(await this.workers.list(), name);
  }

  /**
   * The card of a model. `name` means the version in service; without a model it is the default one. `workers` counts those
   * that have the version; `providers` lists what runs it, and is empty for a version that is not in service.
   * @throws AppError NO_WORKERS, MODEL_NOT_FOUND
   */
  async card(model?: string): Promise<PublishedCard> {
    const workers = await this.workers.list();
    const served = servedModels(workers);
    if (served.length === 0) throw new AppError('NO_WORKERS');
    const inService = findServed(served, model);
    if (inService) {
      const { name, version, providers, workers: count } = inService;
      return { ...(await this.published(`${name}@${version}`)), providers, workers: count };
    }
    const having = workers.filter((worker) => hasModel(worker, model!)).length;
    if (having === 0) {
      const available = allVersions(workers).join(', ');
      throw new AppError('MODEL_NOT_FOUND', `No worker has the model ${model}; available: ${available}`);
    }
    return { ...(await this.published(model!)), providers: [], workers: having };
  }

  private refresh(): Promise<WorkerHeartbeat[]> {
    this.recent = { at: performance.now(), workers: this.workers.list() };
    return this.recent.workers;
  }

  private async published(id: string): Promise<ModelCard> {
    const card = await readRedis(() => this.redis.hget(this.keys.cards, id));
    if (card === null) throw new AppError('MODEL_NOT_FOUND', `The card of ${id} is not published yet`);
    return JSON.parse(card) as ModelCard;
  }
}

function findServed(served: readonly ServedModel[], model: string | undefined): ServedModel | undefined {
  if (model === undefined) return served.find((one) => one.default) ?? served[0];
  const { name, version } = parseModelId(model);
  return served.find((one) => one.name === name && (version === undefined || one.version === version));
}
