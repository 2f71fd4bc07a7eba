import { Dialog } from '@base-ui/react/dialog';
import { Fragment } from 'react';
import { Button, controls } from '../design/controls';
import { KEYS } from './key-bindings';
import styles from './shell.module.css';

/** The list of all keys. */
export function KeyHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <Dialog.Title>Keys</Dialog.Title>
          <dl className={styles.keys}>
            {KEYS.map(([key, meaning]) => (
              <Fragment key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </Fragment>
            ))}
          </dl>
          <Dialog.Description className={controls.muted}>
            Keyboard shortcuts are off while you type. For each there is a button that does the same.
          </Dialog.Description>
          <div className={styles.row}>
            <Dialog.Close render={<Button>Close</Button>} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
