import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppError, type ModelCard, parseModelId, type WorkerHeartbeat } from '@exoplanet/contracts';
import { RedisKeys } from '@exoplanet/platform';
import { REDIS } from '../redis/tokens';
import { fromRedis } from '../redis/unavailable';
import { WorkersService } from '../workers/workers.service';
import { allNameable, canName, versionsOf } from './nameable';

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

/** How long a list of workers may be old [ms] when it shows that a model is there. */
const CHECK_AGE = 1000;

/** The models that the live workers serve. The gateway has none of its own: it passes on the cards that workers publish. */
@Injectable()
export class ModelsService {
  private recent: { at: number; workers: Promise<WorkerHeartbeat[]> } = { at: -Infinity, workers: Promise.resolve([]) };

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly workers: WorkersService,
  ) {}

  async list(): Promise<ServedModel[]> {
    return merge(await this.workers.list());
  }

  /**
   * Refuses a model, or a version of it, that no live worker has. With no worker alive nobody knows, and the task waits for one.
   * @throws AppError MODEL_NOT_FOUND
   */
  async require(model: string): Promise<void> {
    const old = performance.now() - this.recent.at > CHECK_AGE;
    const seen = await (old ? this.lookAgain() : this.recent.workers);
    if (seen.some((worker) => canName(worker, model))) return;
    const workers = old ? seen : await this.lookAgain();
    if (workers.length === 0 || workers.some((worker) => canName(worker, model))) return;
    const there = allNameable(workers).join(', ');
    throw new AppError('MODEL_NOT_FOUND', `No worker has the model ${model}; there are ${there}`, [
      { field: 'model', message: `model must be one of ${there}, or a name alone` },
    ]);
  }

  /** Versions of a model that a request can name, newest first. */
  async versions(name: string): Promise<string[]> {
    return versionsOf(await this.workers.list(), name);
  }

  /**
   * The card of a version that a request can name: of the one in service where only the name is given, of the default model
   * without a name. `workers` are those that have it, `providers` those that run it where it is in service.
   * @throws AppError NO_WORKERS, MODEL_NOT_FOUND
   */
  async card(model?: string): Promise<ModelCard & { providers: string[]; workers: number }> {
    const workers = await this.workers.list();
    const served = merge(workers);
    if (served.length === 0) throw new AppError('NO_WORKERS');
    const { name, version } = parseModelId(model ?? '');
    const found =
      model === undefined
        ? (served.find((one) => one.default) ?? served[0])
        : served.find((one) => one.name === name && (version === undefined || one.version === version));
    if (found)
      return {
        ...(await this.published(`${found.name}@${found.version}`)),
        providers: found.providers,
        workers: found.workers,
      };
    const having = workers.filter((worker) => canName(worker, model!)).length;
    if (having === 0)
      throw new AppError(
        'MODEL_NOT_FOUND',
        `No worker has the model ${model}; there are ${allNameable(workers).join(', ')}`,
      );
    return { ...(await this.published(model!)), providers: [], workers: having };
  }

  private lookAgain(): Promise<WorkerHeartbeat[]> {
    this.recent = { at: performance.now(), workers: this.workers.list() };
    return this.recent.workers;
  }

  private async published(id: string): Promise<ModelCard> {
    const card = await fromRedis(() => this.redis.hget(this.keys.cards, id));
    if (card === null) throw new AppError('MODEL_NOT_FOUND', `The card of ${id} is not there yet`);
    return JSON.parse(card) as ModelCard;
  }
}

function merge(workers: WorkerHeartbeat[]): ServedModel[] {
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
  return [...served.values()].sort(
    (a, b) => a.name.localeCompare(b.name) || b.version.localeCompare(a.version, undefined, { numeric: true }),
  );
}
