import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** The kind of command that carries a task: each has a queue of its own. */
export const TASK_KINDS = { predict: 'p', analyze: 'a', import: 'i' } as const;
export type TaskKind = keyof typeof TASK_KINDS;

declare const brand: unique symbol;
/** Names one command: one entry in a queue. It can carry several tasks. */
export type CommandId = string & { [brand]: 'command' };
/** Names one task: the command that carries it, then 16 characters of its own. Not to be guessed from another task's. */
export type TaskId = string & { [brand]: 'task' };

const COMMAND_LENGTH = 20;
const SHAPE = /^[pai][0-9a-f]{35}$/;
const kinds = Object.fromEntries(Object.entries(TASK_KINDS).map(([kind, letter]) => [letter, kind])) as Record<
  string,
  TaskKind
>;

export function newCommandId(kind: TaskKind): CommandId {
  return (TASK_KINDS[kind] + randomBytes(10).toString('hex').slice(1)) as CommandId;
}

export function newTaskId(command: CommandId): TaskId {
  // Both ends of a UUID are random, and Node has random bits for UUIDs in stock: ten times faster than `randomBytes`.
  const uuid = randomUUID();
  return (command + uuid.slice(0, 8) + uuid.slice(-8)) as TaskId;
}

/** The ids that an idempotency key always leads to, so that a repeated request finds the first task. */
export function idsOfKey(kind: TaskKind, owner: string, key: string): { command: CommandId; task: TaskId } {
  const digest = createHash('sha256').update(`${kind}\0${owner}\0${key}`).digest('hex');
  const command = (TASK_KINDS[kind] + digest.slice(0, COMMAND_LENGTH - 1)) as CommandId;
  return { command, task: (command + digest.slice(COMMAND_LENGTH, COMMAND_LENGTH + 16)) as TaskId };
}

/** Takes a task id apart, or undefined when the text is none. */
export function parseTaskId(text: string): { kind: TaskKind; command: CommandId; task: TaskId } | undefined {
  if (!SHAPE.test(text)) return undefined;
  return { kind: kinds[text[0]], command: text.slice(0, COMMAND_LENGTH) as CommandId, task: text as TaskId };
}
