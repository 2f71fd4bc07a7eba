import { useEffect, useState, useSyncExternalStore } from 'react';
import { voteQueue } from '../votes/ballot';
import { FailureNotice } from './failure-notice';
import styles from './shell.module.css';

const RETRY_MS = 3_000;
/** A vote that has waited for less time is not shown. */
const PATIENCE_MS = 1_000;

/** Votes that the server does not have yet: they are sent again and again, whatever page is shown, until it has them. */
export function WaitingVotes() {
  const waiting = useSyncExternalStore(voteQueue.subscribe, () => voteQueue.waiting);
  const [isLate, setIsLate] = useState(false);
  const failure = useSyncExternalStore(voteQueue.subscribe, () => voteQueue.failure);
  const hasWaiting = waiting.length > 0;
  useEffect(() => {
    if (!hasWaiting) return;
    // The queue keeps why a vote was refused.
    const send = () => void voteQueue.flush().catch(() => undefined);
    send();
    const timer = setInterval(send, RETRY_MS);
    const patience = setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(patience);
      setIsLate(false);
    };
  }, [hasWaiting]);
  return (
    <>
      {hasWaiting && isLate && (
        <p className={styles.banner}>
          <strong>
            {waiting.length} vote{waiting.length === 1 ? ' is' : 's are'} kept in this browser
          </strong>
          until the server has {waiting.length === 1 ? 'it' : 'them'}.
        </p>
      )}
      {failure !== undefined && <FailureNotice error={failure} />}
    </>
  );
}
