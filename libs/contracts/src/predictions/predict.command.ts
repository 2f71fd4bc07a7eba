import type { CandidateTable } from '../candidate/rows';
import type { TaskId } from '../tasks/task-id';
import type { ExplanationDto, ModelReferenceDto } from './prediction.dto';

/** Queue and message pattern of prediction commands. */
export const PREDICT = 'predict';

export interface PredictOptions {
  /** `name` or `name@version`; without it the best model that the data allows. */
  model?: string;
  explain?: boolean;
  uncertainty?: boolean;
}

/** A row of a batch that did not pass the checks and was left out of the table. */
export interface RefusedRow {
  index: number;
  errors: { field: string; message: string }[];
}

/** One task inside a command: a consecutive stretch of the command's rows. */
export interface PredictTask {
  id: TaskId;
  /** Whether the answer is one prediction or a list. */
  form: 'single' | 'batch';
  /** Rows of the table that belong to this task. */
  rows: number;
  /** The callers' names of the candidates, where any was given: one for each row. */
  ids?: (string | null)[];
  /** Rows refused under `partial=true`, in input order. */
  refused?: RefusedRow[];
  /** Name of the API key that owns the task. */
  owner?: string;
}

/** What the gateway asks: rows of one or more tasks, gathered because they came together and want the same thing. */
export interface PredictCommand {
  options: PredictOptions;
  table: CandidateTable;
}

/** What travels beside a command: enough to tell its tasks apart without reading the command. */
export interface CommandMetadata<Task = PredictTask> {
  tasks: Task[];
  /** Of each request that travels in the command. */
  origins: CommandOrigin[];
}

/** Where a command comes from: what its log lines and spans are found by. */
export interface CommandOrigin {
  request_id: string;
  /** W3C trace context, where tracing is on. */
  traceparent?: string;
  tracestate?: string;
}

/** Bits of `PredictResult.sets`. */
export const SET_BITS = { planet: 1, false_positive: 2 } as const;

/** What a worker answers: columns over the command's rows, turned into JSON only when a caller asks. */
export interface PredictResult {
  model: ModelReferenceDto;
  heads: string[];
  /** Calibrated probability of a planet, rounded to 6 digits so that it is the same in any batch. */
  probability: Float64Array;
  /** `SET_BITS` of the classes in the 95 % set. */
  sets: Uint8Array;
  distance: Float32Array;
  distanceLimit: number;
  /** 1 where the row gives something that counts, and its distance is within the limit. */
  inside: Uint8Array;
  /** Distinct pairs of what rows miss (`lists`) and what they give in vain (`ignored`), and for each row which of them. */
  missing: { lists: string[][]; ignored: string[][]; index: Uint16Array };
  milliseconds: number;
  explanations?: ExplanationDto[];
  /** 16, 50 and 84 % quantiles, [rows × 3]. */
  quantiles?: Float64Array;
  draws?: number;
}

/**
 * What a worker answers when it ran the tasks of a command one by one, because a process that ran them together ended. Tasks
 * that failed on their own are not in it.
 */
export interface SeparateResults {
  separate: Partial<Record<TaskId, PredictResult>>;
}

/** The result of a task and its first row in it. */
export function resultOfTask(
  answer: PredictResult | SeparateResults,
  { id, firstRow }: { id: TaskId; firstRow: number },
): { result: PredictResult; firstRow: number } {
  if (!('separate' in answer)) return { result: answer, firstRow };
  const result = answer.separate[id];
  if (!result) throw new Error(`the command of task ${id} has no result for it`);
  return { result, firstRow: 0 };
}
