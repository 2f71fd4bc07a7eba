import { Button } from '../design/controls';
import { useConnection } from '../server/use-live';
import { useDialogs } from './dialogs';
import styles from './shell.module.css';
import { useSystemState } from './system-state';
import { useReturn } from './use-return';
import { WaitingVotes } from './waiting-votes';

/** Banners above every page with what a person must know about the system now. */
export function Banners() {
  const state = useSystemState();
  const connection = useConnection();
  const { askForKey } = useDialogs();
  useReturn(state.kind);
  return (
    <div role="status" aria-live="polite">
      {state.kind === 'away' && (
        <p className={styles.banner}>
          <strong>The server does not answer.</strong> What you enter stays in this tab, and is sent when it is back.
        </p>
      )}
      {state.kind === 'no_redis' && (
        <p className={styles.banner}>
          <strong>Redis is down.</strong> Nothing can be submitted at present; this page goes on by itself when it is
          back.
        </p>
      )}
      {state.kind === 'no_worker' && (
        <p className={styles.banner}>
          <strong>No worker is alive.</strong> Work waits in the queue. Start one: <code>./start.sh worker</code>
        </p>
      )}
      {connection === 'reconnecting' && state.kind !== 'away' && (
        <p className={styles.banner}>
          <strong>Live updates are interrupted.</strong> Connecting again.
        </p>
      )}
      <WaitingVotes />
      {connection === 'refused' && (
        <p className={styles.banner}>
          <strong>The server asks for an API key.</strong> <Button onClick={askForKey}>Enter a key</Button>
        </p>
      )}
    </div>
  );
}
