import type { TestContext } from 'vitest';
import type { Account } from './ledger';

/** One line of the campaign's table. */
export interface ReportLine extends Account {
  fault: string;
  load: string;
  seconds: number;
  /** What else was measured. */
  notes: string;
}

declare module 'vitest' {
  interface TaskMeta {
    chaos?: ReportLine[];
  }
}

/** Hands a line to the reporter, which prints all of them at the end. */
export function report({ task }: Pick<TestContext, 'task'>, line: ReportLine): void {
  (task.meta.chaos ??= []).push(line);
}
