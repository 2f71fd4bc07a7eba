import { describe, expect, it } from 'vitest';
import { answersText } from '../src/inspect/answers-text';

const reply = (worker: string, answer: Record<string, unknown>) => ({ worker, ok: true, answer });

describe('the table of answers', () => {
  it('has one line for each item that a worker lists', () => {
    const commands = [
      { command: 'p1', kind: 'predict', since: 'then', seconds: 0.25 },
      { command: 'a2', kind: 'analyze', since: 'now', seconds: 12 },
    ];
    expect(answersText('active', { expected: 1, replies: [reply('worker-1', { commands })], missing: [] })).toBe(
      'WORKER    COMMAND  KIND     SINCE  SECONDS\n' + //
        'worker-1  p1       predict  then       0.3\n' +
        'worker-1  a2       analyze  now         12\n',
    );
  });

  it('ends with the workers that refused or did not answer', () => {
    const replies = [
      reply('w1', { paused: true, active: 2 }),
      { worker: 'w2', ok: false, answer: { code: 'INTERNAL_ERROR', message: 'no' } },
    ];
    expect(answersText('pause', { expected: 3, replies, missing: ['w3'] })).toBe(
      'WORKER  STATE   ACTIVE\n' + //
        'w1      paused       2\n' +
        'w2 refused: INTERNAL_ERROR: no\n' +
        'w3 did not answer in time\n',
    );
  });

  it('says so when it is empty', () => {
    expect(answersText('active', { expected: 1, replies: [reply('w1', { commands: [] })], missing: [] })).toBe(
      'nothing\n',
    );
    expect(answersText('ping', { expected: 0, replies: [], missing: [] })).toBe('no worker is alive\n');
  });
});
