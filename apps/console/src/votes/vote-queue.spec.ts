import { describe, expect, it } from 'vitest';
import { type QueuedVote, VoteQueue } from './vote-queue';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

const vote = (id: string): QueuedVote => ({ id, catalog: 'c', row: '1', disposition: 'PC' });
class Away extends Error {}
const isPassing = (error: unknown) => error instanceof Away;

describe('votes on their way', () => {
  it('are sent in order, and are gone when the server has them', async () => {
    const sent: string[] = [];
    const queue = new VoteQueue(memory(), ({ id }) => Promise.resolve(void sent.push(id)), isPassing);
    await Promise.all(['a', 'b', 'c'].map((id) => queue.add(vote(id))));
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(queue.waiting).toEqual([]);
  });

  it('wait while the server is away, over a new page too, and are sent once with the same id', async () => {
    const storage = memory();
    let isAway = true;
    const sent: string[] = [];
    const send = ({ id }: QueuedVote) => (isAway ? Promise.reject(new Away()) : Promise.resolve(void sent.push(id)));
    await new VoteQueue(storage, send, isPassing).add(vote('a'));
    const later = new VoteQueue(storage, send, isPassing);
    expect(later.waiting.map(({ id }) => id)).toEqual(['a']);
    await later.add(vote('b'));
    isAway = false;
    await later.flush();
    expect(sent).toEqual(['a', 'b']);
    expect(new VoteQueue(storage, send, isPassing).waiting).toEqual([]);
  });

  it('of two tabs are both kept', async () => {
    const storage = memory();
    const away = () => Promise.reject(new Away());
    const [one, other] = [new VoteQueue(storage, away, isPassing), new VoteQueue(storage, away, isPassing)];
    await one.add(vote('a'));
    await other.add(vote('b'));
    expect(new VoteQueue(storage, away, isPassing).waiting.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('can be taken back before they are sent, the last one first, but not while they are on their way', async () => {
    const storage = memory();
    let arrive = (): void => undefined;
    const slow = () => new Promise<void>((done) => (arrive = done));
    const queue = new VoteQueue(storage, slow, isPassing);
    void queue.add(vote('a'));
    void queue.add(vote('b'));
    expect(queue.takeBack()?.id).toBe('b');
    expect(queue.takeBack()).toBeUndefined();
    arrive();
    await queue.flush();
    expect(queue.waiting).toEqual([]);
    expect(storage.length).toBe(0);
  });

  it('wait for another key where this one must not vote, say why until they are sent, and can be taken back', async () => {
    class Forbidden extends Error {}
    let isForbidden = true;
    const sent: string[] = [];
    const send = ({ id }: QueuedVote) => {
      if (isForbidden) return Promise.reject(new Forbidden());
      return Promise.resolve(void sent.push(id));
    };
    const queue = new VoteQueue(memory(), send, isPassing, (error) => error instanceof Forbidden);
    await expect(queue.add(vote('a'))).rejects.toThrow(Forbidden);
    expect(queue.waiting.map(({ id }) => id)).toEqual(['a']);
    expect(queue.failure).toBeInstanceOf(Forbidden);
    isForbidden = false;
    await queue.flush();
    expect([sent, queue.waiting, queue.failure]).toEqual([['a'], [], undefined]);
    isForbidden = true;
    await expect(queue.add(vote('b'))).rejects.toThrow(Forbidden);
    expect(queue.takeBack()?.id).toBe('b');
    expect([queue.waiting, queue.failure]).toEqual([[], undefined]);
  });

  it('that the server refuses for good are given back and hold up no other', async () => {
    const sent: string[] = [];
    const queue = new VoteQueue(
      memory(),
      ({ id }) => (id === 'bad' ? Promise.reject(new Error('refused')) : Promise.resolve(void sent.push(id))),
      isPassing,
    );
    await expect(queue.add(vote('bad'))).rejects.toThrow('refused');
    expect(queue.failure).toEqual(new Error('refused'));
    await queue.add(vote('good'));
    expect(sent).toEqual(['good']);
    expect(queue.failure).toBeUndefined();
  });
});
