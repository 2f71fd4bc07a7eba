import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { WorkerOrder } from '@exoplanet/client';
import type { WorkerHeartbeat } from '@exoplanet/contracts/browser';
import { Button, controls, Panel, Quantity } from '../design/controls';
import { DataTable } from '../design/data-table';
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
        <Plot title="Commands waiting" text={count} values={history.waiting} />
        <Plot title="Tasks finished" text={(value) => `${fixed(value, 1)} /s`} values={history.rate} />
        <Plot title="CPU, all workers" text={(value) => `${fixed(value, 2)} cores`} values={history.load} />
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
    <DataTable
      label="Workers"
      rows={workers}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Worker',
          isHead: true,
          cell: ({ id, host, pid }) => <span title={`${host}, process ${pid}`}>{id}</span>,
        },
        {
          title: 'State',
          cell: ({ paused, current_tasks }) => (paused ? 'paused' : current_tasks.length > 0 ? 'working' : 'idle'),
        },
        { title: 'Running', isNumber: true, cell: ({ current_tasks }) => count(current_tasks.length) },
        { title: 'Finished', isNumber: true, cell: ({ processed }) => count(processed) },
        { title: 'Failed', isNumber: true, cell: ({ failed }) => count(failed) },
        {
          title: 'Mean run',
          isNumber: true,
          cell: ({ mean_processing_time_ms: mean }) => (
            <Quantity text={mean === null ? '–' : significant(mean, 3)} unit="ms" />
          ),
        },
        { title: 'CPU', isNumber: true, cell: ({ cpu_load }) => <Quantity text={fixed(cpu_load * 100, 0)} unit="%" /> },
        { title: 'Memory', isNumber: true, cell: ({ memory_mb }) => <Quantity text={count(memory_mb)} unit="MB" /> },
        { title: 'Up for', isNumber: true, cell: ({ uptime_s }) => timeSpan(uptime_s) },
        { title: 'Models', cell: ({ models }) => models.map(({ name, version }) => `${name} ${version}`).join(', ') },
        {
          title: 'Orders',
          isUntitled: true,
          cell: ({ id, paused }) => (
            <Button disabled={busy} onClick={() => onOrder(paused ? 'resume' : 'pause', id)}>
              {paused ? 'Resume' : 'Pause'}
            </Button>
          ),
        },
      ]}
    />
  );
}

interface PlotProps {
  title: string;
  /** A value with its unit. */
  text: (value: number) => string;
  values: readonly number[];
}

function Plot({ title, text, values }: PlotProps) {
  const [now, peak] = [text(values.at(-1) ?? 0), text(Math.max(0, ...values))];
  return (
    <figure className={styles.plot} aria-label={`${title}: ${now}, peak ${peak}`}>
      <figcaption>
        <span className={controls.muted}>{title}</span>
        <span>
          <strong>{now}</strong> <span className={`${controls.muted} ${controls.small}`}>peak {peak}</span>
        </span>
      </figcaption>
      <Sparkline values={values} />
    </figure>
  );
}
