import type { CandidateTable } from '../candidate/rows';
import type { CheckColumns } from '../checks/check-columns';
import type { TaskId } from '../commands/task-id';
import type { ContextChanges, ContextColumns } from '../context/context-columns';
import type { ExplanationDto, ModelReferenceDto } from './prediction.dto';

/** Queue and message pattern of prediction commands. */
export const PREDICT = 'predict';

export interface PredictOptions {
  /** `name` or `name@version`. Without it the server chooses the best model for the data. */
  model?: string;
  explain?: boolean;
  uncertainty?: boolean;
}

/** A row of a batch that is invalid and therefore not in the table. */
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
  /** The callers' names for the candidates, one for each row; absent where no row has one. */
  ids?: (string | null)[];
  /** Rows refused under `partial=true`, in input order. */
  refused?: RefusedRow[];
  /** Name of the API key that owns the task. */
  owner?: string;
}

/** The rows of one or more tasks that arrived together and have the same options. */
export interface PredictCommand {
  options: PredictOptions;
  table: CandidateTable;
  /** What the rows say about each other. A command that has it carries one task. */
  context?: ContextColumns;
}

/** Bits of `PredictResult.sets`. */
export const SET_BITS = { planet: 1, false_positive: 2 } as const;

/** The result of a command as columns over its rows; converted to JSON only when a caller reads a task. */
export interface PredictResult {
  model: ModelReferenceDto;
  heads: string[];
  /** Calibrated probability of a planet, rounded to 6 digits so that it does not depend on the batch. */
  probability: Float64Array;
  /** `SET_BITS` of the classes in the 95 % set; both where a check withholds the decision. */
  sets: Uint8Array;
  distance: Float32Array;
  distanceLimit: number;
  /** 1 where the row supplies a field that the model uses and its distance is within the limit. */
  inside: Uint8Array;
  /** Distinct pairs of lists: fields that are missing (`lists`) and fields that were supplied but not used (`ignored`); `index` has the pair of each row. */
  missing: { lists: string[][]; ignored: string[][]; index: Uint16Array };
  /** Checks that rows fail; absent in results of workers before this field. */
  checks?: CheckColumns;
  /** What the rows say about each other, and what the model made of it; absent where they say nothing. */
  context?: ContextColumns & ContextChanges;
  /** The rule of the card by which a row measured from a light curve was decided, and whether curves of its mission checked it. */
  curveRow?: { rule: string; fittedOn: string; checked: boolean };
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
