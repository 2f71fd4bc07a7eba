import { Dialog } from '@base-ui/react/dialog';
import { Button, controls } from '../design/controls';
import { unitText } from '../design/format';
import shell from '../shell/shell.module.css';
import styles from './catalog.module.css';
import { apiName, type Catalog } from './catalog-types';
import type { GridColumn } from './grid-columns';

interface ChooseColumnsProps {
  catalog: Catalog;
  /** Columns of the grid now. */
  shown: readonly GridColumn[];
  /** Names of uploaded columns; none for the usual ones. */
  onColumns: (names: string[]) => void;
}

/** Which uploaded columns the grid shows. The address of the page keeps the choice. */
export function ChooseColumns({ catalog, shown, onColumns }: ChooseColumnsProps) {
  const uploaded = catalog.columns.filter(({ role }) => role !== 'result' && !(catalog.blind && role === 'not_used'));
  const chosen = uploaded
    .map(({ name }) => name)
    .filter((name) => shown.some((column) => column.name === apiName(catalog, name)));
  const turn = (name: string, isOn: boolean) => {
    const next = isOn ? [...chosen, name] : chosen.filter((each) => each !== name);
    // A grid without any uploaded column would show what nobody can name.
    if (next.length > 0) onColumns(next);
  };
  return (
    <Dialog.Root>
      <Dialog.Trigger render={<Button>Columns</Button>} />
      <Dialog.Portal>
        <Dialog.Backdrop className={shell.backdrop} />
        <Dialog.Popup className={shell.dialog}>
          <Dialog.Title>Columns of the grid</Dialog.Title>
          <Dialog.Description className={controls.muted}>
            The results are always shown. {chosen.length} of {uploaded.length} uploaded columns are shown beside them.
          </Dialog.Description>
          <ul className={styles.choice}>
            {uploaded.map(({ name, unit, role }) => (
              <li key={name}>
                <label>
                  <input
                    type="checkbox"
                    checked={chosen.includes(name)}
                    onChange={({ target }) => turn(name, target.checked)}
                  />{' '}
                  {name} {unit && <span className={controls.unit}>{unitText(unit)}</span>}
                  {role === 'used' && <span className={controls.muted}> used</span>}
                </label>
              </li>
            ))}
          </ul>
          <div className={shell.row}>
            <Button onClick={() => onColumns([])}>The usual ones</Button>
            <Dialog.Close render={<Button look="primary">Done</Button>} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
