import { useState } from 'react';
import { Button, controls, Panel } from '../design/controls';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import { undoVote, voteQueue } from '../votes/ballot';
import { type Disposition, DISPOSITIONS } from '../votes/vote-queue';
import { CastVotes } from './cast-votes';
import styles from './catalog.module.css';

interface VotesProps {
  catalog: string;
  row: string;
  /** Whether somebody has voted on the row. */
  hasVotes: boolean;
  onNext: () => void;
}

/** Votes by one key: it saves and goes on to the next row. */
export function Votes({ catalog, row, hasVotes, onNext }: VotesProps) {
  const [comment, setComment] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [last, setLast] = useState<string>();
  const vote = (disposition: Disposition) => {
    setFailure(undefined);
    void voteQueue
      .add({ id: crypto.randomUUID(), catalog, row, disposition, comment: comment.trim() || undefined })
      // A refusal is shown above every page.
      .catch(() => undefined);
    setLast(`Row ${row}: ${disposition}`);
    setComment('');
    onNext();
  };
  const undo = () => {
    undoVote().then(
      (vote) => vote && setLast(`Row ${vote.row}: ${vote.disposition} withdrawn`),
      (error: unknown) => setFailure(error),
    );
  };
  useKeys({
    ...Object.fromEntries(DISPOSITIONS.map(([disposition], index) => [String(index + 1), () => vote(disposition)])),
    u: undo,
    c: () => document.getElementById('vote-comment')?.focus(),
  });
  return (
    <Panel title="Your vote" note={<span aria-live="polite">{last}</span>}>
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
        {hasVotes && <CastVotes catalog={catalog} row={row} />}
      </div>
    </Panel>
  );
}
