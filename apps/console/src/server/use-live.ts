import { useEffect, useState, useSyncExternalStore } from 'react';
import type { WorkerHeartbeat } from '@exoplanet/contracts/browser';
import { type Connection, live } from './live';

/** The state of the live connection. */
export const useConnection = (): Connection => useSyncExternalStore(live.onConnection, () => live.connection);

/** The live workers as they report themselves; undefined before the first report. */
export function useWorkers(): WorkerHeartbeat[] | undefined {
  const [workers, setWorkers] = useState<WorkerHeartbeat[]>();
  useEffect(() => live.followWorkers((update) => setWorkers(update.workers)), []);
  return workers;
}
