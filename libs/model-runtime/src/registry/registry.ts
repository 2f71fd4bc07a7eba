import { AppError, type ModelCard, parseModelId, type PredictCommand, type PredictResult } from '@exoplanet/contracts';
import type { LoadedModel } from '../model/loaded-model';
import type { PredictCall } from '../predictions/predict-call';
import { type DetectionViews, missionOf, predictDetections } from '../predictions/predict-detections';
import { predictTable } from '../predictions/predict-table';
import { cpuLimit } from '../session/cpu-limit';
import { ExecutionProviders } from '../session/execution-providers';
import { ModelError } from '../session/model-error';
import type { ModelObserver } from './observer';
import { Shadow } from './shadow';
import { Versions } from './versions';

export interface RegistryOptions {
  /** Folder with `<name>/<version>/card.json`. */
  path: string;
  /** Model for requests that name none. @default the one ranked first on its card for what the request supplies */
  defaultModel?: string;
  /** ONNX Runtime's names of execution providers, preferred first, for example `['cuda', 'cpu']`. */
  providers: readonly string[];
  /**
   * Threads of one run, at most the CPU limit. With more than one, the last bits of an answer depend on its batch.
   * @default 1
   */
  threads?: number;
  /** `name@version` that scores the same traffic after each answer and is not put in service. */
  shadow?: string;
  observer?: ModelObserver;
  warn: (message: string) => void;
}

/** What a request supplies for a model to read; `rank` on a card has an entry for each. */
export type RequestData = 'row' | 'light_curve';

/** A model in service. */
export interface ServedModel {
  name: string;
  version: string;
  sha256: string;
  /** Execution provider that runs it. */
  provider: string;
  default: boolean;
}

/** The models that this process serves: the newest version of each, and older ones when a request names them. */
export class ModelRegistry {
  private readonly active = new Map<string, LoadedModel>();
  private readonly reloading = new Map<string, Promise<unknown>>();
  private readonly versions: Versions;
  private shadow: Shadow | undefined;

  private constructor(private readonly options: RegistryOptions) {
    const { path, observer, warn } = options;
    this.versions = new Versions({
      path,
      providers: new ExecutionProviders(options.providers, warn),
      threads: Math.min(options.threads ?? 1, cpuLimit()),
      onBatch: (batch) => observer?.onBatch?.(batch),
      warn,
    });
  }

  /**
   * Loads the newest loadable version of every model. All models must load, because otherwise another model would silently answer
   * in place of the missing one. A shadow that cannot be loaded is left out with a warning.
   * @throws ModelError when no version of a model can be loaded, there is no model, or the default model is not among them
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
    const defaultName = this.defaultName('row');
    return [...this.active.values()].map((model) => ({
      ...model.reference,
      provider: model.provider,
      default: model.card.name === defaultName,
    }));
  }

  /** The card of a model in service; without a name, of the default one. @throws AppError MODEL_NOT_FOUND */
  card(name?: string, data: RequestData = 'row'): ModelCard {
    return this.activeModel(name ?? this.defaultName(data)).card;
  }

  /** The cards of all versions that a request can name: those in service, and those in the folder without a known failure. */
  async cards(): Promise<ModelCard[]> {
    const others = await this.versions.cards().catch(() => []);
    const served = [...this.active.values()].map(({ card }) => card);
    return [...served, ...others.filter(({ name, version }) => this.active.get(name)?.card.version !== version)];
  }

  /**
   * The card of the model that a request gets. A named older version is loaded.
   * @param model `name`, `name@version`, or undefined for the default
   * @throws AppError MODEL_NOT_FOUND, with the models that exist
   */
  resolve(model?: string, data: RequestData = 'row'): Promise<ModelCard> {
    return this.use(model, data, (served) => Promise.resolve(served.card));
  }

  /**
   * Answers the rows of a command.
   * @throws AppError MODEL_NOT_FOUND, INFERENCE_FAILED, CANCELLED
   */
  async predict({ options, table, context }: PredictCommand, call: PredictCall = {}): Promise<PredictResult> {
    return this.use(options.model, 'row', async (model) => {
      const answer = await predictTable(model, { table, context }, options, call);
      this.observe(answer);
      this.shadow?.follow(model, { table, context }, answer);
      return answer;
    });
  }

  /**
   * Answers detections of a light curve from their measured rows and, if the model reads them, their views. Without a named model,
   * the first in rank answers that can decide curves of the mission.
   * @param table of one light curve, so all of its rows are of one mission
   * @param views one entry for each row of the table
   * @returns one answer for each row
   * @throws AppError MODEL_NOT_FOUND, INFERENCE_FAILED, CANCELLED
   */
  async predictDetections(
    { options, table, views }: PredictCommand & { views: readonly DetectionViews[] },
    call: PredictCall = {},
  ): Promise<PredictResult[]> {
    const wanted = options.model ?? this.nameForCurves(missionOf(table));
    return this.use(wanted, 'light_curve', async (model) => {
      const answers = await predictDetections(model, table, views, options, call);
      for (const answer of answers) this.observe(answer);
      this.shadow?.followDetections(model, table, views, answers);
      return answers;
    });
  }

  /**
   * Reads the folder of a model again and puts a version in service: the newest one, or the one that is named. Work in progress
   * ends on the previous version. When this fails, the previous version stays in service.
   * @throws ModelError when the version cannot be loaded; AppError MODEL_NOT_FOUND, or CONFLICT for the shadow
   */
  async reload(name: string, version?: string): Promise<ServedModel> {
    const before = this.reloading.get(name) ?? Promise.resolve();
    const swap = before.catch(() => undefined).then(() => this.swap(name, version));
    this.reloading.set(name, swap);
    await swap;
    return this.list().find((model) => model.name === name)!;
  }

  /** Resolves when the shadow has compared every answer so far. */
  async whenShadowIdle(): Promise<void> {
    await this.shadow?.whenIdle();
  }

  /** Frees every model as soon as the work in progress ends. */
  async close(): Promise<void> {
    await this.shadow?.whenIdle();
    this.shadow?.close();
    for (const model of this.active.values()) model.retire();
    this.active.clear();
    await this.versions.close();
  }

  private observe({ model: { name, version }, distance, distanceLimit, inside }: PredictResult): void {
    this.options.observer?.onAnswer?.({ model: name, version, distance, limit: distanceLimit, inside });
  }

  private async loadAll(): Promise<void> {
    const { path, defaultModel, shadow } = this.options;
    if (shadow !== undefined && !parseModelId(shadow).version)
      throw new ModelError('FILE_MISSING', path, `expected the shadow as name@version, found "${shadow}"`);
    for (const [name, versions] of await this.versions.list())
      this.active.set(name, await this.versions.loadNewest(name, this.withoutShadow(name, versions)));
    if (this.active.size === 0)
      throw new ModelError('FILE_MISSING', path, 'expected a model in <name>/<version>/card.json, found none');
    if (defaultModel !== undefined && !this.active.has(defaultModel)) {
      const problem = `the default model "${defaultModel}" is not among the models in service: ${this.names()}`;
      throw new ModelError('FILE_MISSING', path, problem);
    }
    await this.startShadow();
  }

  private async swap(name: string, named: string | undefined): Promise<void> {
    const versions = (await this.versions.list()).get(name);
    if (!versions) throw this.notFound(name);
    if (named !== undefined && !versions.includes(named)) throw this.notFound(`${name}@${named}`);
    if (named !== undefined && this.isShadow(name, named)) {
      throw new AppError(
        'CONFLICT',
        `${name}@${named} is the shadow: start the worker without SHADOW_MODEL to put it in service`,
      );
    }
    const loaded = await this.versions.load(name, named ?? this.withoutShadow(name, versions)[0]);
    const old = this.active.get(name);
    this.active.set(name, loaded);
    old?.retire();
    if (!this.shadow && versions.some((version) => this.isShadow(name, version))) await this.startShadow();
  }

  /** The versions that may be put in service: the shadow never is, even if it is the newest. */
  private withoutShadow(name: string, versions: readonly string[]): string[] {
    const others = versions.filter((version) => !this.isShadow(name, version));
    if (others.length > 0) return others;
    throw new ModelError(
      'FILE_MISSING',
      `${this.options.path}/${name}`,
      `expected another version beside the shadow ${this.options.shadow}, found none`,
    );
  }

  private isShadow(name: string, version: string): boolean {
    return this.options.shadow === `${name}@${version}`;
  }

  private async startShadow(): Promise<void> {
    const { shadow, observer, warn } = this.options;
    if (shadow === undefined) return;
    const { name, version } = parseModelId(shadow);
    try {
      this.shadow = new Shadow(await this.versions.load(name, version!), observer, warn);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      warn(`the shadow ${shadow} cannot be loaded, so nothing is compared: ${error.message}`);
    }
  }

  private async use<T>(
    wanted: string | undefined,
    data: RequestData,
    work: (model: LoadedModel) => Promise<T>,
  ): Promise<T> {
    const { name, version } = parseModelId(wanted ?? this.defaultName(data));
    if (version === undefined || this.active.get(name)?.card.version === version)
      return this.activeModel(name).use(work);
    const exists = (await this.versions.list()).get(name)?.includes(version);
    if (!exists) throw this.notFound(`${name}@${version}`);
    return this.versions.use(name, version, work).catch((error: unknown) => {
      if (!(error instanceof ModelError)) throw error;
      throw new AppError('MODEL_NOT_FOUND', `The model "${name}@${version}" cannot be served (${error.code})`);
    });
  }

  private activeModel(name: string): LoadedModel {
    const model = this.active.get(name);
    if (!model) throw this.notFound(name);
    return model;
  }

  private defaultName(data: RequestData, names: Iterable<string> = this.active.keys()): string {
    if (this.options.defaultModel !== undefined) return this.options.defaultModel;
    const rankOf = (name: string): number => this.active.get(name)?.card.rank?.[data] ?? Infinity;
    const [first = '', ...others] = names;
    return others.reduce((best, name) => (rankOf(name) < rankOf(best) ? name : best), first);
  }

  /** The default model for curves of a mission; one that has no thresholds for them only where none has. */
  private nameForCurves(mission: string): string {
    const deciding = [...this.active.values()].filter(
      ({ card }) => card.curve_thresholds?.[mission] ?? card.curve_rows?.[mission],
    );
    return this.defaultName('light_curve', deciding.length > 0 ? deciding.map(({ card }) => card.name) : undefined);
  }

  private notFound(model: string): AppError {
    return new AppError('MODEL_NOT_FOUND', `No model "${model}". Models in service: ${this.names()}`);
  }

  private names(): string {
    return [...this.active.values()].map(({ id }) => id).join(', ');
  }
}
