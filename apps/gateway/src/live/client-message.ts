import { AppError, CLIENT_MESSAGE_TYPES, type ClientMessage, parseTaskId } from '@exoplanet/contracts';

/** Validates what a client sent. @throws AppError VALIDATION_FAILED, TASK_NOT_FOUND */
export function parseClientMessage(message: unknown): ClientMessage {
  const wrong = (field: string, text: string) => new AppError('VALIDATION_FAILED', text, [{ field, message: text }]);
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw wrong('', 'a message must be a JSON object with a type');
  const { type, task_id: task } = message as { type?: unknown; task_id?: unknown };
  if (!CLIENT_MESSAGE_TYPES.includes(type as never))
    throw wrong('type', `type must be one of ${CLIENT_MESSAGE_TYPES.join(', ')}`);
  const needsTask = type === 'subscribe_task' || type === 'unsubscribe_task';
  if (needsTask && (typeof task !== 'string' || !parseTaskId(task)))
    throw new AppError('TASK_NOT_FOUND', 'task_id must be the id of a task');
  return message as ClientMessage;
}
