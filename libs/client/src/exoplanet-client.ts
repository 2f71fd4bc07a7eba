import createClient, { type Client } from 'openapi-fetch';
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
  /** Sent with every request where the server asks for keys. */
  apiKey?: string;
  /** How often a request is sent again when the server says that it is busy (429, 503). @default 3 */
  retries?: number;
}

export interface PredictOptions {
  /** `name` or `name@version`. @default the best model that the data allows */
  model?: string;
  /** Add the contributions of the feature groups. @default false */
  explain?: boolean;
  /** Add the quantiles of the probability when the inputs are drawn within their errors. @default false */
  uncertainty?: boolean;
  signal?: AbortSignal;
}

export interface PredictBatchOptions extends PredictOptions {
  /** A bad row becomes a `RowError` in its place and costs the others nothing. @default false */
  partial?: boolean;
}

export interface WaitOptions {
  signal?: AbortSignal;
  /** Called with the task each time that it was looked at. */
  onUpdate?: (task: Task) => void;
}

/** Longest time that the server holds a request for its answer [s]. */
const SERVER_WAIT = 60;
/** Pause between two looks at a task: the first, the growth and the longest [ms]. */
const LOOK = { first: 50, growth: 1.5, longest: 1000 };

/**
 * A server's HTTP and live interface, typed from its `openapi.json`.
 * Every method throws `ProblemError` for an error answer and `ServerUnreachableError` where none came.
 */
export class ExoplanetClient {
  readonly baseUrl: string;
  /** Every route as it is, for what has no method here; it throws the same errors. */
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

  /** Hands candidates in without waiting; `wait`, `task` and `follow` tell what becomes of them. */
  async submit(candidates: readonly Candidate[], { signal, ...query }: PredictBatchOptions = {}): Promise<string> {
    const { data } = await this.http.POST('/predict/batch', {
      body: { predictions: [...candidates] },
      params: { query },
      signal,
    });
    return data!.task_id;
  }

  /** Hands the photometry of one star in, to be searched for transits. */
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

  /** A task as it stands. */
  async task(id: string, signal?: AbortSignal): Promise<Task> {
    return (await this.http.GET('/tasks/{task_id}', { params: { path: { task_id: id } }, signal })).data!;
  }

  /** Looks at a task again and again until it has ended, in whatever way. */
  async wait(id: string, { signal, onUpdate }: WaitOptions = {}): Promise<Task> {
    for (let between = LOOK.first; ; between = Math.min(between * LOOK.growth, LOOK.longest)) {
      const task = await this.task(id, signal);
      onUpdate?.(task);
      if (isFinal(task.status)) return task;
      await pause(between, signal);
    }
  }

  /** Updates of a task as they happen; the last one has the result or the error. */
  follow(id: string, signal?: AbortSignal): AsyncGenerator<TaskUpdate> {
    return taskUpdates({ baseUrl: this.baseUrl, apiKey: this.apiKey, signal }, id);
  }

  /** Cancels a task; a finished task stays as it is. */
  async cancel(id: string): Promise<Task> {
    return (await this.http.DELETE('/tasks/{task_id}', { params: { path: { task_id: id } } })).data!;
  }

  /** The models that the live workers serve. */
  async models(): Promise<ServedModel[]> {
    return (await this.http.GET('/models')).data!.models;
  }

  /** The card of a model, `name` or `name@version`; without a name, of the default model. */
  async model(name?: string): Promise<Record<string, unknown>> {
    if (name === undefined) return (await this.http.GET('/model/info')).data!;
    return (await this.http.GET('/models/{model}', { params: { path: { model: name } } })).data!;
  }

  /** Inspects every live worker. */
  async inspect(what: Inspection): Promise<WorkerAnswers> {
    return (await this.http.GET('/workers/inspect/{what}', { params: { path: { what } } })).data!;
  }

  /** Pauses, resumes or drains every live worker, or one. `drain` pauses and waits until nothing runs. */
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
