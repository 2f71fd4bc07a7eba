import createClient, { type Client } from 'openapi-fetch';
import { COLUMNS_MEDIA_TYPE, type ColumnTable, decodeColumns } from '@exoplanet/contracts/columnar';
import { type Catalog, catalogForm, type CatalogOptions, type ExportFormat } from './catalogs';
import { TaskError } from './errors';
import type { paths } from './generated/openapi';
import { type LightCurveFile, lightCurveForm, type LightCurveOptions } from './light-curves';
import { type TaskUpdate, taskUpdates } from './live';
import { pause, transport } from './transport';
import {
  type BatchResult,
  type Candidate,
  type Inspection,
  isFinal,
  type Prediction,
  type RowError,
  type ServedModel,
  type Task,
  type WorkerAnswers,
  type WorkerOrder,
} from './types';

export interface ClientOptions {
  /** Address of a gateway. */
  baseUrl: string;
  /** API key, sent with every request; for servers that require keys. */
  apiKey?: string;
  /** How many times a request is repeated while the server is busy (429, 503). @default 3 */
  retries?: number;
}

export interface PredictOptions {
  /** `name` or `name@version`. @default the server chooses the best model for the data */
  model?: string;
  /** Also return the contributions of the feature groups. @default false */
  explain?: boolean;
  /** Also return quantiles of the probability for inputs drawn from their errors. @default false */
  uncertainty?: boolean;
  signal?: AbortSignal;
}

export interface PredictBatchOptions extends PredictOptions {
  /** Return a `RowError` in place of each invalid row, instead of refusing the batch. @default false */
  partial?: boolean;
}

export interface WaitOptions {
  signal?: AbortSignal;
  /** Called with the task after every reading. */
  onUpdate?: (task: Task) => void;
}

/** Maximum time that the server may hold a request until the answer is there [s]. */
const SERVER_WAIT = 60;
/** Pause between two readings of a task [ms]: the first one, the factor by which it grows, and the maximum. */
const POLLING = { first: 50, growth: 1.5, max: 1000 };

/**
 * The HTTP and live interface of a server, with types from `openapi.json`.
 * Every method throws `ProblemError` for an error answer, and `ServerUnreachableError` when there is no answer.
 */
export class ExoplanetClient {
  readonly baseUrl: string;
  /** Typed access to every route, also to those without a method here; throws the same errors. */
  readonly http: Client<paths>;
  private readonly apiKey: string | undefined;

  constructor({ baseUrl, apiKey, retries = 3 }: ClientOptions) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.apiKey = apiKey;
    this.http = createClient<paths>({
      baseUrl: this.baseUrl,
      fetch: transport({ baseUrl: this.baseUrl, apiKey, retries }),
    });
  }

  /** Predicts one candidate and waits for the answer. @throws TaskError */
  async predict(candidate: Candidate, { signal, ...query }: PredictOptions = {}): Promise<Prediction> {
    const { data } = await this.http.POST('/predict', {
      body: candidate,
      params: { query: { ...query, wait: SERVER_WAIT } },
      signal,
    });
    return (await this.resultOf(data!, signal)) as Prediction;
  }

  /** Predicts many candidates and waits for the answers, in the order of the candidates. @throws TaskError */
  predictBatch(
    candidates: readonly Candidate[],
    options: PredictBatchOptions & { partial: true },
  ): Promise<(Prediction | RowError)[]>;
  predictBatch(candidates: readonly Candidate[], options?: PredictBatchOptions): Promise<Prediction[]>;
  async predictBatch(
    candidates: readonly Candidate[],
    { signal, ...query }: PredictBatchOptions = {},
  ): Promise<(Prediction | RowError)[]> {
    const body = { predictions: [...candidates] };
    const { data } = await this.http.POST('/predict/batch', {
      body,
      params: { query: { ...query, wait: SERVER_WAIT } },
      signal,
    });
    return ((await this.resultOf(data!, signal)) as BatchResult).predictions;
  }

  /** Submits candidates and returns the task id at once; use `wait`, `task` or `follow` for the outcome. */
  async submit(candidates: readonly Candidate[], { signal, ...query }: PredictBatchOptions = {}): Promise<string> {
    const { data } = await this.http.POST('/predict/batch', {
      body: { predictions: [...candidates] },
      params: { query },
      signal,
    });
    return data!.task_id;
  }

  /** Submits the photometry of one star, to be searched for transits, and returns the task id at once. */
  async submitLightCurves(
    files: readonly LightCurveFile[],
    options: LightCurveOptions = {},
    signal?: AbortSignal,
  ): Promise<string> {
    const form = lightCurveForm(files, options);
    const { data } = await this.http.POST('/light-curves', {
      body: { ...options, files: [] },
      bodySerializer: () => form,
      signal,
    });
    return data!.task_id;
  }

  /** Reads the present state of a task. */
  async task(id: string, signal?: AbortSignal): Promise<Task> {
    return (await this.http.GET('/tasks/{task_id}', { params: { path: { task_id: id } }, signal })).data!;
  }

  /** Reads the light curve of a completed task at full resolution. */
  async curve(id: string, signal?: AbortSignal): Promise<ColumnTable> {
    const { data } = await this.http.GET('/tasks/{task_id}/curve', { ...columnsOf(id), signal });
    return decodeColumns(new Uint8Array(data!));
  }

  /** Reads the periodogram of a completed light-curve task at full resolution. */
  async spectrum(id: string, signal?: AbortSignal): Promise<ColumnTable> {
    const { data } = await this.http.GET('/tasks/{task_id}/spectrum', { ...columnsOf(id), signal });
    return decodeColumns(new Uint8Array(data!));
  }

  /** Reads a task repeatedly until it has completed, failed or been cancelled. */
  async wait(id: string, { signal, onUpdate }: WaitOptions = {}): Promise<Task> {
    for (let between = POLLING.first; ; between = Math.min(between * POLLING.growth, POLLING.max)) {
      const task = await this.task(id, signal);
      onUpdate?.(task);
      if (isFinal(task.status)) return task;
      await pause(between, signal);
    }
  }

  /** Streams the changes of a task as the server sends them; the last update has the result or the error. */
  follow(id: string, signal?: AbortSignal): AsyncGenerator<TaskUpdate> {
    return taskUpdates({ baseUrl: this.baseUrl, apiKey: this.apiKey, signal }, id);
  }

  /** Cancels a task. A task that has ended does not change. */
  async cancel(id: string): Promise<Task> {
    return (await this.http.DELETE('/tasks/{task_id}', { params: { path: { task_id: id } } })).data!;
  }

  /** Uploads a table of candidates; returns the id of its catalogue at once. */
  async uploadCatalog(table: Blob, name: string, options: CatalogOptions = {}, signal?: AbortSignal): Promise<string> {
    const form = catalogForm(table, name, options);
    const { data } = await this.http.POST('/catalogs', {
      body: { file: '' },
      bodySerializer: () => form,
      signal,
    });
    return data!.catalog_id;
  }

  /** A catalogue as it is now. */
  async catalog(id: string, signal?: AbortSignal): Promise<Catalog> {
    return (await this.http.GET('/catalogs/{catalog_id}', { params: { path: { catalog_id: id } }, signal })).data!;
  }

  /** The caller's catalogues, newest first. */
  async catalogs(): Promise<Catalog[]> {
    return (await this.http.GET('/catalogs')).data!.catalogs;
  }

  /** Deletes a catalogue with its results and its votes. */
  async deleteCatalog(id: string): Promise<void> {
    await this.http.DELETE('/catalogs/{catalog_id}', { params: { path: { catalog_id: id } } });
  }

  /** The whole catalogue as a file, as it arrives. */
  async exportCatalog(
    id: string,
    query: { format?: ExportFormat; sort?: string; filter?: string[] } = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const { data } = await this.http.GET('/catalogs/{catalog_id}/export', {
      params: { path: { catalog_id: id }, query },
      parseAs: 'stream',
    });
    return data as ReadableStream<Uint8Array>;
  }

  /** Lists the models in service. */
  async models(): Promise<ServedModel[]> {
    return (await this.http.GET('/models')).data!.models;
  }

  /** Reads the card of a model, `name` or `name@version`; without a name, that of the default model. */
  async model(name?: string): Promise<Record<string, unknown>> {
    if (name === undefined) return (await this.http.GET('/model/info')).data!;
    return (await this.http.GET('/models/{model}', { params: { path: { model: name } } })).data!;
  }

  /** Asks every live worker one question about itself. */
  async inspect(what: Inspection): Promise<WorkerAnswers> {
    return (await this.http.GET('/workers/inspect/{what}', { params: { path: { what } } })).data!;
  }

  /** Makes all live workers, or one, pause (`drain` also waits until no command runs) or resume. */
  async control(order: WorkerOrder, worker?: string): Promise<WorkerAnswers> {
    return (await this.http.POST(`/workers/${order}`, { body: worker === undefined ? {} : { worker } })).data!;
  }

  private async resultOf(
    answer: { task_id: string; status: Task['status'] } | Task,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const task = 'result' in answer ? answer : await this.wait(answer.task_id, { signal });
    if (task.status !== 'completed') throw new TaskError(task);
    return task.result;
  }
}

const columnsOf = (id: string) =>
  ({
    params: { path: { task_id: id } },
    headers: { accept: COLUMNS_MEDIA_TYPE },
    parseAs: 'arrayBuffer',
  }) as const;
