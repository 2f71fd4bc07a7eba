import { type Health, useHealth } from '../server/use-health';
import styles from './shell.module.css';

export type SystemState =
  | { kind: 'ready'; workers: number; waiting: number }
  | { kind: 'no_worker'; waiting: number }
  | { kind: 'no_redis' }
  | { kind: 'away' }
  | { kind: 'unknown' };

/** The state of the system in one word, from what the gateway reports. */
function systemStateOf(health: Health | undefined, isAway: boolean): SystemState {
  if (isAway) return { kind: 'away' };
  if (!health) return { kind: 'unknown' };
  const { redis, queue, workers } = health.details;
  if (redis?.status === 'down') return { kind: 'no_redis' };
  const waiting = (queue?.waiting ?? 0) + (queue?.prioritized ?? 0) + (queue?.delayed ?? 0);
  const alive = workers?.count ?? 0;
  return alive > 0 ? { kind: 'ready', workers: alive, waiting } : { kind: 'no_worker', waiting };
}

export function useSystemState(): SystemState {
  const { data, isError } = useHealth();
  return systemStateOf(data, isError);
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

function stateSentence(state: SystemState): string {
  switch (state.kind) {
    case 'ready':
      return `${plural(state.workers, 'worker')} · ${state.waiting === 0 ? 'queue empty' : `${plural(state.waiting, 'command')} waiting`} · Redis up`;
    case 'no_worker':
      return `No worker · ${plural(state.waiting, 'command')} waiting · Redis up`;
    case 'no_redis':
      return 'Redis is down';
    case 'away':
      return 'The server does not answer';
    case 'unknown':
      return 'Connecting to the server';
  }
}

/** One line on the system. */
export function SystemLine({ className }: { className?: string }) {
  const state = useSystemState();
  const mark = state.kind === 'ready' ? 'good' : state.kind === 'unknown' ? 'waiting' : 'bad';
  return (
    <span className={`${styles.state} ${className ?? ''}`}>
      <span className={styles.dot} data-state={mark} aria-hidden="true" />
      {stateSentence(state)}
    </span>
  );
}
