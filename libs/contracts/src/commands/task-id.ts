import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** The kinds of command, each with a queue of its own, and the letter that its ids begin with. */
export const TASK_KINDS = { predict: 'p', analyze: 'a', import: 'i' } as const;
export type TaskKind = keyof typeof TASK_KINDS;

declare const brand: unique symbol;
/** Id of a command: one entry in a queue. A command can carry several tasks. */
export type CommandId = string & { [brand]: 'command' };
/** Id of a task: the id of its command, then 16 random characters, so that no task's id can be derived from another's. */
export type TaskId = string & { [brand]: 'task' };

const COMMAND_LENGTH = 20;
const SHAPE = new RegExp(`^[${Object.values(TASK_KINDS).join('')}][0-9a-f]{35}$`);
const kinds = Object.fromEntries(Object.entries(TASK_KINDS).map(([kind, letter]) => [letter, kind])) as Record<
  string,
  TaskKind
>;

export function newCommandId(kind: TaskKind): CommandId {
  return (TASK_KINDS[kind] + randomBytes(10).toString('hex').slice(1)) as CommandId;
}

export function newTaskId(command: CommandId): TaskId {
  // Both ends of a UUID are random, and Node keeps a cache of random bits for UUIDs: ten times faster than `randomBytes`.
  const uuid = randomUUID();
  return (command + uuid.slice(0, 8) + uuid.slice(-8)) as TaskId;
}

/** The ids that follow from an idempotency key, so that a repeated request finds the first task. */
export function idsOfKey(kind: TaskKind, owner: string, key: string): { command: CommandId; task: TaskId } {
  const digest = createHash('sha256').update(`${kind}\0${owner}\0${key}`).digest('hex');
  const command = (TASK_KINDS[kind] + digest.slice(0, COMMAND_LENGTH - 1)) as CommandId;
  return { command, task: (command + digest.slice(COMMAND_LENGTH, COMMAND_LENGTH + 16)) as TaskId };
}

/** The parts of a task id; undefined where the text is not one. */
export function parseTaskId(text: string): { kind: TaskKind; command: CommandId; task: TaskId } | undefined {
  if (!SHAPE.test(text)) return undefined;
  return { kind: kinds[text[0]], command: text.slice(0, COMMAND_LENGTH) as CommandId, task: text as TaskId };
}
