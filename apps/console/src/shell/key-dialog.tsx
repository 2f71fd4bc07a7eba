import { Dialog } from '@base-ui/react/dialog';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button, controls } from '../design/controls';
import { storedKey, storeKey } from '../server/api-key';
import { live } from '../server/live';
import styles from './shell.module.css';

/** Asks for the API key, where the server requires one. */
export function KeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [key, setKey] = useState('');
  const queries = useQueryClient();
  const save = (event: FormEvent) => {
    event.preventDefault();
    storeKey(key.trim());
    live.restart();
    void queries.invalidateQueries();
    onOpenChange(false);
    setKey('');
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <Dialog.Title>API key</Dialog.Title>
          <Dialog.Description className={controls.muted}>
            This server requires an API key. The key is kept until this tab is closed, and sent to this server only.
            {storedKey() ? ' The key that you gave before is replaced.' : ''}
          </Dialog.Description>
          <form onSubmit={save}>
            <label>
              <span className="visually-hidden">API key</span>
              <input
                className={controls.field}
                type="password"
                autoComplete="off"
                value={key}
                onChange={({ target }) => setKey(target.value)}
              />
            </label>
            <div className={styles.row}>
              <Button look="primary" type="submit" disabled={!key.trim()}>
                Use this key
              </Button>
              <Dialog.Close render={<Button>Not now</Button>} />
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
