import { AppError, type ModelCard, parseModelId, type PredictCommand, type PredictResult } from '@exoplanet/contracts';
import type { PredictCall } from '../predictions/call';
import { type DetectionViews, predictDetections } from '../predictions/detections';
import { predictTable } from '../predictions/predictor';
import { cpuLimit } from '../sessions/cpu-limit';
import { ExecutionProviders } from '../sessions/execution-providers';
import type { ModelObserver } from '../sessions/observer';
import type { LoadedModel } from './loaded-model';
import { ModelError } from './model-error';
import { loadNewest } from './newest-loadable';
import { Shadow } from './shadow';
import { Versions } from './versions';

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
  /** `name@version` that scores the same traffic after each answer, and is not put in service. */
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
  private readonly reloading = new Map<string, Promise<unknown>>();
  private readonly versions: Versions;
  private shadow: Shadow | undefined;

  private constructor(private readonly options: RegistryOptions) {
    const { path, observer, warn } = options;
    const threads = Math.min(options.threads ?? 1, cpuLimit());
    this.versions = new Versions({
      path,
      providers: new ExecutionProviders(options.providers, warn),
      threads,
      observer,
      warn,
    });
  }

  /**
   * Loads the newest version of every model that can be loaded, every model or none: without one of them another would answer in
   * its place. A shadow that cannot be loaded is left out with a warning.
   * @throws ModelError when no version of a model can be loaded, there is none, or the default model is not among them
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
    return [...this.active.values()].map((model) => ({
      ...model.reference,
      provider: model.provider,
      default: model.card.name === standard,
    }));
  }

  /** The card of a model in service, or of the default one. @throws AppError MODEL_NOT_FOUND */
  card(name?: string, given: GivenData = 'row'): ModelCard {
    return this.activeModel(name ?? this.nameOfDefault(given)).card;
  }

  /** The cards of every version that a request can name: those in service, and those in the folder that are not known to be broken. */
  async cards(): Promise<ModelCard[]> {
    const others = await this.versions.cards().catch(() => []);
    const served = [...this.active.values()].map(({ card }) => card);
    return [...served, ...others.filter(({ name, version }) => this.active.get(name)?.card.version !== version)];
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
  async predictDetections(
    { options, table, views }: PredictCommand & { views: readonly DetectionViews[] },
    call: PredictCall = {},
  ): Promise<PredictResult[]> {
    return this.use(options.model, 'light_curve', async (model) => {
      const answers = await predictDetections(model, table, views, options, call);
      for (const answer of answers) this.tell(answer);
      this.shadow?.followDetections(model, table, views, answers);
      return answers;
    });
  }

  /**
   * Puts a version of a model in service, from its folder as it is now: the newest one, or an older one that is named. Work in
   * progress ends on the version before.
   * @throws ModelError when it cannot be loaded; AppError MODEL_NOT_FOUND, or CONFLICT for the shadow. The version before then
   * goes on serving
   */
  async reload(name: string, version?: string): Promise<ServedModel> {
    const before = this.reloading.get(name) ?? Promise.resolve();
    const swap = before.catch(() => undefined).then(() => this.swap(name, version));
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
    await this.versions.close();
  }

  private tell({ model: { name, version }, distance, distanceLimit, inside }: PredictResult): void {
    this.options.observer?.onAnswer?.({ model: name, version, distance, limit: distanceLimit, inside });
  }

  private async loadAll(): Promise<void> {
    const { path, defaultModel, shadow, warn } = this.options;
    if (shadow !== undefined && !parseModelId(shadow).version)
      throw new ModelError('FILE_MISSING', path, `expected the shadow as name@version, found "${shadow}"`);
    for (const [name, versions] of await this.versions.list()) {
      this.active.set(
        name,
        await loadNewest(this.besideShadow(name, versions), (version) => this.versions.load(name, version), warn),
      );
    }
    if (this.active.size === 0)
      throw new ModelError('FILE_MISSING', path, 'expected a model in <name>/<version>/card.json, found none');
    if (defaultModel !== undefined && !this.active.has(defaultModel)) {
      throw new ModelError(
        'FILE_MISSING',
        path,
        `the default model "${defaultModel}" is not served; there are ${this.names()}`,
      );
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
    const loaded = await this.versions.load(name, named ?? this.besideShadow(name, versions)[0]);
    const old = this.active.get(name);
    this.active.set(name, loaded);
    old?.retire();
    if (!this.shadow && versions.some((version) => this.isShadow(name, version))) await this.startShadow();
  }

  /** The versions that may be put in service: the shadow is compared with another, also where it is the newest. */
  private besideShadow(name: string, versions: readonly string[]): string[] {
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
      warn(`the shadow ${shadow} cannot be loaded, and nothing is compared: ${error.message}`);
    }
  }

  private async use<T>(
    wanted: string | undefined,
    given: GivenData,
    work: (model: LoadedModel) => Promise<T>,
  ): Promise<T> {
    const { name, version } = parseModelId(wanted ?? this.nameOfDefault(given));
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
