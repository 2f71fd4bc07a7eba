import { AppError, type CommandId, parseTaskId, type TaskId } from '@exoplanet/contracts';
import type { Subscriber } from './subscriber';

/** Maximum number of tasks that one connection may subscribe to. */
const MAX_TASKS = 10_000;

/** Which subscribers follow which tasks. Indexed by command too, because job events name commands. */
export class TaskSubscriptions {
  private readonly subscribersByTask = new Map<TaskId, Set<Subscriber>>();
  private readonly tasksBySubscriber = new Map<Subscriber, Set<TaskId>>();
  private readonly tasksByCommand = new Map<CommandId, Set<TaskId>>();

  /** @throws AppError TOO_MANY_REQUESTS */
  add(subscriber: Subscriber, id: TaskId): void {
    if ((this.tasksBySubscriber.get(subscriber)?.size ?? 0) >= MAX_TASKS)
      throw new AppError('TOO_MANY_REQUESTS', `A connection can subscribe to at most ${MAX_TASKS} tasks`);
    addTo(this.subscribersByTask, id, subscriber);
    addTo(this.tasksBySubscriber, subscriber, id);
    addTo(this.tasksByCommand, parseTaskId(id)!.command, id);
  }

  remove(subscriber: Subscriber, id: TaskId): void {
    removeFrom(this.tasksBySubscriber, subscriber, id);
    removeFrom(this.subscribersByTask, id, subscriber);
    const command = parseTaskId(id)?.command;
    if (command && !this.subscribersByTask.has(id)) removeFrom(this.tasksByCommand, command, id);
  }

  removeAll(subscriber: Subscriber): void {
    for (const id of [...(this.tasksBySubscriber.get(subscriber) ?? [])]) this.remove(subscriber, id);
  }

  hasTasksOf(command: CommandId): boolean {
    return this.tasksByCommand.has(command);
  }

  tasksOf(command: CommandId): TaskId[] {
    return [...(this.tasksByCommand.get(command) ?? [])];
  }

  subscribersOf(id: TaskId): Subscriber[] {
    return [...(this.subscribersByTask.get(id) ?? [])];
  }
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function removeFrom<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set?.delete(value) && set.size === 0) map.delete(key);
}
