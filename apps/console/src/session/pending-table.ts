/** The table that was dropped and waits for its mapping to be accepted. It lives as long as the tab. */
let pending: File | undefined;

export const pendingTable = (): File | undefined => pending;
export const setPendingTable = (file: File): void => void (pending = file);
