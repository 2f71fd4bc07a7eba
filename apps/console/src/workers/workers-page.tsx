import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { WorkerOrder } from '@exoplanet/client';
import type { WorkerHeartbeat } from '@exoplanet/contracts/browser';
import { Button, controls, Panel, Quantity } from '../design/controls';
import { count, fixed, significant, timeSpan } from '../design/format';
import { Sparkline } from '../plots/sparkline';
import { client } from '../server/client';
import { useHealth } from '../server/use-health';
import { useWorkers } from '../server/use-live';
import { FailureNotice } from '../shell/failure-notice';
import { useSystemState } from '../shell/system-state';
import { emptyHistory, type History, withReport } from './history';
import styles from './workers.module.css';

/** The live workers, as they report themselves over the live connection. */
export function WorkersPage() {
  const workers = useWorkers();
  const { data: health } = useHealth();
  const state = useSystemState();
  const [history, setHistory] = useState<History>(emptyHistory);
  const waiting = state.kind === 'ready' || state.kind === 'no_worker' ? state.waiting : 0;
  useEffect(() => {
    if (workers) setHistory((last) => withReport(last, workers, waiting));
  }, [workers, waiting]);
  const order = useMutation({
    mutationFn: ({ what, worker }: { what: WorkerOrder; worker?: string }) => client().control(what, worker),
  });
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>Workers</h1>
        <Button disabled={!workers?.length || order.isPending} onClick={() => order.mutate({ what: 'pause' })}>
          Pause all
        </Button>
        <Button disabled={!workers?.length || order.isPending} onClick={() => order.mutate({ what: 'resume' })}>
          Resume all
        </Button>
      </div>
      {order.error && <FailureNotice error={order.error} />}
      <div className={styles.plots}>
        <Plot title="Commands waiting" now={count(waiting)} values={history.waiting} />
        <Plot title="Tasks finished" now={`${fixed(history.rate.at(-1) ?? 0, 1)} /s`} values={history.rate} />
        <Plot title="CPU, all workers" now={`${fixed(history.load.at(-1) ?? 0, 2)} cores`} values={history.load} />
      </div>
      <Panel
        title={workers ? `${workers.length} alive` : 'Workers'}
        note={
          health?.system
            ? `Server ${health.system.version} · mean run ${health.system.mean_processing_time_ms === null ? '–' : `${significant(health.system.mean_processing_time_ms, 3)} ms`}`
            : undefined
        }
      >
        {!workers && <p className={controls.muted}>Waiting for the first report of the workers.</p>}
        {workers?.length === 0 && (
          <p>
            No worker is alive. Work waits in the queue until one starts: <code>./start.sh worker</code>, here or on
            another machine with <code>REDIS_URL</code> set.
          </p>
        )}
        {workers && workers.length > 0 && (
          <Table workers={workers} busy={order.isPending} onOrder={(what, worker) => order.mutate({ what, worker })} />
        )}
      </Panel>
    </div>
  );
}

interface TableProps {
  workers: WorkerHeartbeat[];
  busy: boolean;
  onOrder: (what: WorkerOrder, worker: string) => void;
}

function Table({ workers, busy, onOrder }: TableProps) {
  return (
    <div className={controls.scroll} role="region" aria-label="Workers" tabIndex={0}>
      <table className={controls.table}>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">State</th>
            <th scope="col" className={controls.right}>
              Running
            </th>
            <th scope="col" className={controls.right}>
              Finished
            </th>
            <th scope="col" className={controls.right}>
              Failed
            </th>
            <th scope="col" className={controls.right}>
              Mean run
            </th>
            <th scope="col" className={controls.right}>
              CPU
            </th>
            <th scope="col" className={controls.right}>
              Memory
            </th>
            <th scope="col" className={controls.right}>
              Up for
            </th>
            <th scope="col">Models</th>
            <th scope="col">
              <span className="visually-hidden">Orders</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id}>
              <th scope="row" title={`${worker.host}, process ${worker.pid}`}>
                {worker.id}
              </th>
              <td>{worker.paused ? 'paused' : worker.current_tasks.length > 0 ? 'working' : 'idle'}</td>
              <td className={controls.right}>{count(worker.current_tasks.length)}</td>
              <td className={controls.right}>{count(worker.processed)}</td>
              <td className={controls.right}>{count(worker.failed)}</td>
              <td className={controls.right}>
                <Quantity
                  text={worker.mean_processing_time_ms === null ? '–' : significant(worker.mean_processing_time_ms, 3)}
                  unit="ms"
                />
              </td>
              <td className={controls.right}>
                <Quantity text={fixed(worker.cpu_load * 100, 0)} unit="%" />
              </td>
              <td className={controls.right}>
                <Quantity text={count(worker.memory_mb)} unit="MB" />
              </td>
              <td className={controls.right}>{timeSpan(worker.uptime_s)}</td>
              <td>{worker.models.map(({ name, version }) => `${name} ${version}`).join(', ')}</td>
              <td>
                <Button disabled={busy} onClick={() => onOrder(worker.paused ? 'resume' : 'pause', worker.id)}>
                  {worker.paused ? 'Resume' : 'Pause'}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Plot({ title, now, values }: { title: string; now: string; values: readonly number[] }) {
  return (
    <figure className={styles.plot} aria-label={`${title}: ${now}`}>
      <figcaption>
        <span className={controls.muted}>{title}</span> <strong>{now}</strong>
      </figcaption>
      <Sparkline values={values} />
    </figure>
  );
}
