import { AppError, type ModelCard, type PredictCommand, type PredictResult } from '@exoplanet/contracts';
import type { PredictCall } from '../predictions/call';
import { predictDetections, type DetectionViews } from '../predictions/detections';
import { predictTable } from '../predictions/predictor';
import { cpuLimit } from '../sessions/cpu-limit';
import { ExecutionProviders } from '../sessions/execution-providers';
import type { ModelObserver } from '../sessions/observer';
import { LoadedModel } from './loaded-model';
import { ModelError } from './model-error';
import { ModelFolder } from './model-folder';
import { PinnedVersions } from './pinned-versions';
import { Shadow } from './shadow';

export interface RegistryOptions {
  /** Folder with `<name>/<version>/card.json`. */
  path: string;
  /** Model that answers where the request names none. @default the best for the data */
  defaultModel?: string;
  /** Execution providers as ONNX Runtime names them, best first, for example `['cuda', 'cpu']`. */
  providers: readonly string[];
  /**
   * Threads of one run, at most the CPU limit. With more than one, the last bits of an answer depend on its batch.
   * @default 1
   */
  threads?: number;
  /** `name@version` that scores the same traffic after each answer. */
  shadow?: string;
  observer?: ModelObserver;
  warn: (message: string) => void;
}

/** What a request gives a model to read. */
export type GivenData = 'row' | 'light_curve';

/** A model in service. */
export interface ServedModel {
  name: string;
  version: string;
  sha256: string;
  /** Execution provider that runs it. */
  provider: string;
  default: boolean;
}

/** Models by what they make of the data, best first; a model not named here comes after them. */
const BEST: Record<GivenData, readonly string[]> = {
  row: ['tabular', 'multimodal', 'baseline'],
  light_curve: ['multimodal', 'tabular', 'baseline'],
};

/** The models that this process serves: the newest version of each, older ones when a request names them. */
export class ModelRegistry {
  private readonly active = new Map<string, LoadedModel>();
  private readonly pinned = new PinnedVersions((name, version) => this.load(name, version));
  private readonly reloading = new Map<string, Promise<unknown>>();
  private readonly folder: ModelFolder;
  private readonly providers: ExecutionProviders;
  private readonly threads: number;
  private shadow: Shadow | undefined;

  private constructor(private readonly options: RegistryOptions) {
    this.folder = new ModelFolder(options.path);
    this.providers = new ExecutionProviders(options.providers, options.warn);
    this.threads = Math.min(options.threads ?? 1, cpuLimit());
  }

  /**
   * Loads the newest version of every model, all of them or none: without one of them another would answer in its place.
   * @throws ModelError when one cannot be loaded, there is none, or the default or shadow model is not among them
   */
  static async open(options: RegistryOptions): Promise<ModelRegistry> {
    const registry = new ModelRegistry(options);
    try {
      await registry.loadAll();
      return registry;
    } catch (error) {
      await registry.close();
      throw error;
    }
  }

  /** The models in service, by name. */
  list(): ServedModel[] {
    const standard = this.nameOfDefault('row');
    return [...this.active.values()].map((model) => ({ ...model.reference, provider: model.provider, default: model.card.name === standard }));
  }

  /** The card of a model in service, or of the default one. @throws AppError MODEL_NOT_FOUND */
  card(name?: string, given: GivenData = 'row'): ModelCard {
    return this.activeModel(name ?? this.nameOfDefault(given)).card;
  }

  /**
   * The card of the model that a request gets, loading an older version where it names one.
   * @param model `name`, `name@version`, or nothing for the default
   * @throws AppError MODEL_NOT_FOUND, saying what there is
   */
  resolve(model?: string, given: GivenData = 'row'): Promise<ModelCard> {
    return this.use(model, given, (served) => Promise.resolve(served.card));
  }

  /**
   * Answers the rows of a command.
   * @throws AppError MODEL_NOT_FOUND, INFERENCE_FAILED, CANCELLED
   */
  async predict({ options, table }: PredictCommand, call: PredictCall = {}): Promise<PredictResult> {
    return this.use(options.model, 'row', async (model) => {
      const answer = await predictTable(model, table, options, call);
      this.tell(answer);
      this.shadow?.follow(model, table, answer);
      return answer;
    });
  }

  /**
   * Answers detections of a light curve from their measured rows and, where the model reads them, their views.
   * @param views one entry for each row of the table
   * @returns one answer for each row
   * @throws AppError MODEL_NOT_FOUND, INFERENCE_FAILED, CANCELLED
   */
  async predictDetections({ options, table, views }: PredictCommand & { views: readonly DetectionViews[] }, call: PredictCall = {}): Promise<PredictResult[]> {
    return this.use(options.model, 'light_curve', async (model) => {
      const answers = await predictDetections(model, table, views, options, call);
      for (const answer of answers) this.tell(answer);
      return answers;
    });
  }

  /**
   * Puts the newest version of a model in service, from its folder as it is now. Work in progress ends on the old one.
   * @throws ModelError when it cannot be loaded; AppError MODEL_NOT_FOUND. The old version then goes on serving
   */
  async reload(name: string): Promise<ServedModel> {
    const before = this.reloading.get(name) ?? Promise.resolve();
    const swap = before.catch(() => undefined).then(() => this.swap(name));
    this.reloading.set(name, swap);
    await swap;
    return this.list().find((model) => model.name === name)!;
  }

  /** Resolves when the shadow has compared every answer given so far. */
  async whenShadowIdle(): Promise<void> {
    await this.shadow?.whenIdle();
  }

  /** Frees every model as soon as the work in progress ends. */
  async close(): Promise<void> {
    await this.shadow?.whenIdle();
    this.shadow?.close();
    for (const model of this.active.values()) model.retire();
    this.active.clear();
    await this.pinned.close();
  }

  private tell({ model: { name, version }, distance, distanceLimit, inside }: PredictResult): void {
    this.options.observer?.onAnswer?.({ model: name, version, distance, limit: distanceLimit, inside });
  }

  private async loadAll(): Promise<void> {
    const { path, defaultModel, shadow, warn } = this.options;
    for (const [name, [version]] of await this.folder.versions()) this.active.set(name, await this.load(name, version));
    if (this.active.size === 0) throw new ModelError('file_missing', path, 'expected a model in <name>/<version>/card.json, found none');
    if (defaultModel !== undefined && !this.active.has(defaultModel)) {
      throw new ModelError('file_missing', path, `the default model "${defaultModel}" is not served; there are ${this.names()}`);
    }
    if (shadow !== undefined) {
      const { name, version } = parse(shadow);
      if (!version) throw new ModelError('file_missing', path, `expected the shadow as name@version, found "${shadow}"`);
      this.shadow = new Shadow(await this.load(name, version), this.options.observer, warn);
    }
  }

  private async swap(name: string): Promise<void> {
    const [version] = (await this.folder.versions()).get(name) ?? [];
    if (version === undefined) throw this.notFound(name);
    const loaded = await this.load(name, version);
    const old = this.active.get(name);
    this.active.set(name, loaded);
    old?.retire();
  }

  private load(name: string, version: string): Promise<LoadedModel> {
    return LoadedModel.load(this.folder.folderOf(name, version), this.providers, this.threads, { observer: this.options.observer });
  }

  private async use<T>(wanted: string | undefined, given: GivenData, work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const { name, version } = parse(wanted ?? this.nameOfDefault(given));
    if (version === undefined || this.active.get(name)?.card.version === version) return this.activeModel(name).use(work);
    const exists = (await this.folder.versions()).get(name)?.includes(version);
    if (!exists) throw this.notFound(`${name}@${version}`);
    return this.pinned.use(name, version, work).catch((error: unknown) => {
      if (!(error instanceof ModelError)) throw error;
      this.options.warn(`the model ${name}@${version} cannot be served: ${error.message}`);
      throw new AppError('MODEL_NOT_FOUND', `The model "${name}@${version}" cannot be served (${error.code})`);
    });
  }

  private activeModel(name: string): LoadedModel {
    const model = this.active.get(name);
    if (!model) throw this.notFound(name);
    return model;
  }

  private nameOfDefault(given: GivenData): string {
    const { defaultModel } = this.options;
    if (defaultModel !== undefined) return defaultModel;
    return BEST[given].find((name) => this.active.has(name)) ?? [...this.active.keys()][0];
  }

  private notFound(model: string): AppError {
    return new AppError('MODEL_NOT_FOUND', `No model "${model}"; there are ${this.names()}`);
  }

  private names(): string {
    return [...this.active.values()].map(({ id }) => id).join(', ');
  }
}

/** Takes `name` or `name@version` apart. */
function parse(model: string): { name: string; version?: string } {
  const at = model.indexOf('@');
  return at < 0 ? { name: model } : { name: model.slice(0, at), version: model.slice(at + 1) };
}
