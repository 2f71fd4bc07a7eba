import { createContext, useContext } from 'react';

/** Opens the dialogs of the shell from anywhere. */
export interface Dialogs {
  askForKey: () => void;
  showKeys: () => void;
}

export const DialogsContext = createContext<Dialogs>({ askForKey: () => undefined, showKeys: () => undefined });
export const useDialogs = (): Dialogs => useContext(DialogsContext);
