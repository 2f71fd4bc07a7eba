import type { TaskId } from './task-id';

/** What travels beside a command: enough to list its tasks without reading the command. */
export interface CommandMetadata<Task extends { id: TaskId } = { id: TaskId }> {
  tasks: Task[];
  /** Of each request whose task the command carries. */
  origins: CommandOrigin[];
}

/** The request that a task comes from: the ids by which its log lines and spans are found. */
export interface CommandOrigin {
  request_id: string;
  /** W3C trace context, where tracing is on. */
  traceparent?: string;
  tracestate?: string;
}
