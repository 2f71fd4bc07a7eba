const listeners = new Set<() => void>();

/** Calls back when the server, or its Redis, is back after it was away. */
export function onReturn(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const announceReturn = (): void => listeners.forEach((listener) => listener());
