import { ProblemError, ServerUnreachableError } from '@exoplanet/client';
import { queryClient, request } from '../server/client';
import { failureOf } from '../server/failure';
import { type QueuedVote, VoteQueue } from './vote-queue';

/** A vote that the server has. */
export interface SentVote extends QueuedVote {
  vote_id: string;
}

/** The votes of this tab that the server has, the last one last. */
const sent: SentVote[] = [];

const pathOf = ({ catalog, row }: Pick<QueuedVote, 'catalog' | 'row'>): string =>
  `/catalogs/${catalog}/rows/${row}/votes`;

async function send(vote: QueuedVote): Promise<void> {
  const { id, disposition, comment } = vote;
  const response = await request(pathOf(vote), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify({ disposition, ...(comment ? { comment } : {}) }),
  });
  sent.push({ ...vote, ...((await response.json()) as { vote_id: string }) });
  // In a blind review the answer shows from now on.
  void queryClient.invalidateQueries({ queryKey: ['row', vote.catalog, vote.row] });
}

/** A vote waits for the server to come back. */
const isPassing = (error: unknown): boolean =>
  error instanceof ServerUnreachableError ||
  (error instanceof ProblemError && (error.status === 429 || error.status >= 500));

/** It also waits for a key where one is asked for, and for another one where this one must not vote. */
const needsKey = (error: unknown): boolean => failureOf(error).action === 'key';

export const voteQueue = new VoteQueue(localStorage, send, isPassing, needsKey);

/** Withdraws the last vote of this tab, sent or not; undefined where there is none. @throws ProblemError, ServerUnreachableError */
export async function undoVote(): Promise<QueuedVote | undefined> {
  const waiting = voteQueue.takeBack();
  if (waiting) return waiting;
  // The last vote may be on its way: what becomes of it decides where it is taken back.
  await voteQueue.flush();
  const stillWaiting = voteQueue.takeBack();
  if (stillWaiting) return stillWaiting;
  const undone = sent.pop();
  if (!undone) return undefined;
  try {
    await request(`${pathOf(undone)}/${undone.vote_id}`, { method: 'DELETE' });
  } catch (error) {
    sent.push(undone);
    throw error;
  }
  void queryClient.invalidateQueries({ queryKey: ['row', undone.catalog, undone.row] });
  return undone;
}
