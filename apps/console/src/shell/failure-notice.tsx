import { Link } from 'wouter';
import { Button, controls } from '../design/controls';
import { failureOf } from '../server/failure';
import { useDialogs } from './dialogs';
import styles from './shell.module.css';

/** A failure: what happened, what to do, and a button that does it. */
export function FailureNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { askForKey } = useDialogs();
  const { code, sentence, advice, action, fields, requestId } = failureOf(error);
  return (
    <div className={styles.failure} role="alert" data-code={code}>
      <h2>{sentence}</h2>
      {fields.length > 0 && (
        <ul>
          {fields.map(({ field, message }) => (
            <li key={field + message}>{message.startsWith(field) ? message : `${field}: ${message}`}</li>
          ))}
        </ul>
      )}
      <p>{advice}</p>
      <div className={styles.row}>
        {action === 'key' && (
          <Button look="primary" onClick={askForKey}>
            Enter a key
          </Button>
        )}
        {onRetry && action !== 'home' && action !== 'change' && (
          <Button look={action === 'retry' ? 'primary' : 'normal'} onClick={onRetry}>
            Try again
          </Button>
        )}
        {action === 'home' && (
          <Link href="/" className={controls.button}>
            Start again
          </Link>
        )}
        {action === 'start_worker' && (
          <Link href="/workers" className={controls.button}>
            See the workers
          </Link>
        )}
      </div>
      <p className={`${controls.muted} ${controls.small}`}>
        <code>{code}</code>
        {requestId && (
          <>
            {' '}
            · request <code>{requestId}</code>
          </>
        )}
      </p>
    </div>
  );
}
