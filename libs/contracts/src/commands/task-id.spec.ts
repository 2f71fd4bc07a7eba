import { describe, expect, it } from 'vitest';
import { idsOfKey, newCommandId, newTaskId, parseTaskId } from './task-id';

describe('task ids', () => {
  it('contain the command and its kind', () => {
    const command = newCommandId('predict');
    const task = newTaskId(command);
    expect(parseTaskId(task)).toEqual({ kind: 'predict', command, task });
    expect(parseTaskId(newTaskId(newCommandId('analyze')))?.kind).toBe('analyze');
  });

  it('of one command all differ', () => {
    const command = newCommandId('predict');
    expect(new Set(Array.from({ length: 1000 }, () => newTaskId(command))).size).toBe(1000);
  });

  it('are names that a queue accepts: no colon, not digits alone', () => {
    for (let i = 0; i < 100; i++) expect(newCommandId('predict')).toMatch(/^p[0-9a-f]{19}$/);
  });

  it('follow from an idempotency key and its owner alone', () => {
    const { command, task } = idsOfKey('predict', 'ada', 'key');
    expect(idsOfKey('predict', 'ada', 'key')).toEqual({ command, task });
    expect(parseTaskId(task)?.command).toBe(command);
    expect(idsOfKey('predict', 'bob', 'key').task).not.toBe(task);
    expect(idsOfKey('analyze', 'ada', 'key').task).not.toBe(task);
  });

  it.each(['', 'p1', `x${'0'.repeat(35)}`, `p${'g'.repeat(35)}`, `p${'0'.repeat(36)}`, '../../etc/passwd'])(
    'never look like %j',
    (text) => {
      expect(parseTaskId(text)).toBeUndefined();
    },
  );
});
