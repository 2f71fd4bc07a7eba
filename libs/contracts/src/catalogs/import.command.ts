import type { TaskId } from '../commands/task-id';

/** Queue and message pattern of the commands that read, score and explain a catalogue. */
export const IMPORT = 'import';
/** Patterns of the parts of that work, which any worker takes: scores of one part of the rows, explanations of some ranks. */
export const SCORE_PART = 'catalog-score';
export const EXPLAIN_PART = 'catalog-explain';

/** Everything else about a catalogue is in its store. */
export interface ImportCommand {
  catalog: string;
}

export interface ScorePartCommand extends ImportCommand {
  part: number;
}

export interface ExplainPartCommand extends ImportCommand {
  part: number;
}

export interface ImportTask {
  id: TaskId;
  form: 'catalog';
  rows: 0;
  owner?: string;
}
