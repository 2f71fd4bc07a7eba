import { useEffect, useState, useSyncExternalStore } from 'react';
import { ProblemError, ServerUnreachableError } from '@exoplanet/client';
import { Button, controls, Panel } from '../design/controls';
import { queryClient, request } from '../server/client';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import styles from './catalog.module.css';
import { type Disposition, DISPOSITIONS, type QueuedVote, VoteQueue } from './vote-queue';

interface SentVote extends QueuedVote {
  vote_id: string;
}

/** The votes of this tab that the server has, the last one last: `u` takes it back. */
const sent: SentVote[] = [];

const rowPath = ({ catalog, row }: Pick<QueuedVote, 'catalog' | 'row'>): string =>
  `/catalogs/${catalog}/rows/${row}/votes`;

async function send(vote: QueuedVote): Promise<void> {
  const { id, disposition, comment } = vote;
  const response = await request(rowPath(vote), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify({ disposition, ...(comment ? { comment } : {}) }),
  });
  sent.push({ ...vote, ...((await response.json()) as { vote_id: string }) });
  // In a blind review the answer shows from now on.
  void queryClient.invalidateQueries({ queryKey: ['row', vote.catalog, vote.row] });
}

const isPassing = (error: unknown): boolean =>
  error instanceof ServerUnreachableError ||
  (error instanceof ProblemError && (error.status === 429 || error.status >= 500));

const queue = new VoteQueue(localStorage, send, isPassing);
const RETRY_MS = 3_000;

/** Votes by one key: it saves and goes on to the next row. */
export function Votes({ catalog, row, onNext }: { catalog: string; row: string; onNext: () => void }) {
  const waiting = useSyncExternalStore(queue.subscribe, () => queue.waiting);
  const [comment, setComment] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [last, setLast] = useState<string>();
  const hasWaiting = waiting.length > 0;
  useEffect(() => {
    if (!hasWaiting) return;
    const timer = setInterval(() => void queue.flush().catch(setFailure), RETRY_MS);
    return () => clearInterval(timer);
  }, [hasWaiting]);
  const vote = (disposition: Disposition) => {
    setFailure(undefined);
    void queue
      .add({ id: crypto.randomUUID(), catalog, row, disposition, comment: comment.trim() || undefined })
      .catch(setFailure);
    setLast(`Row ${row}: ${disposition}`);
    setComment('');
    onNext();
  };
  const undo = () => {
    const undone = sent.pop();
    if (!undone) return;
    setLast(`Row ${undone.row}: ${undone.disposition} taken back`);
    request(`${rowPath(undone)}/${undone.vote_id}`, { method: 'DELETE' }).catch((error: unknown) => {
      sent.push(undone);
      setFailure(error);
    });
  };
  useKeys({
    ...Object.fromEntries(DISPOSITIONS.map(([disposition], index) => [String(index + 1), () => vote(disposition)])),
    u: undo,
    c: () => document.getElementById('vote-comment')?.focus(),
  });
  return (
    <Panel
      title="Your vote"
      note={
        <span aria-live="polite">
          {last}
          {hasWaiting && ` · ${waiting.length} kept here until the server has them`}
        </span>
      }
    >
      <div className={styles.stack}>
        <div className={styles.set}>
          {DISPOSITIONS.map(([disposition, text], index) => (
            <Button key={disposition} keyName={String(index + 1)} onClick={() => vote(disposition)}>
              {text}
            </Button>
          ))}
          <Button keyName="u" onClick={undo}>
            Undo
          </Button>
        </div>
        <label className={styles.set}>
          <span className={controls.muted}>
            Comment <kbd>c</kbd>
          </span>
          <input
            id="vote-comment"
            className={controls.field}
            value={comment}
            maxLength={500}
            size={40}
            onChange={({ target }) => setComment(target.value)}
            onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()}
          />
        </label>
        {failure !== undefined && <FailureNotice error={failure} />}
      </div>
    </Panel>
  );
}
