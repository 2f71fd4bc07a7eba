import { useMutation } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { isFinal, TaskError } from '@exoplanet/client';
import type { AnalysisDto } from '@exoplanet/contracts/browser';
import { Button, controls, Panel } from '../design/controls';
import { client } from '../server/client';
import { useTask } from '../server/use-task';
import { FailureNotice } from '../shell/failure-notice';
import { Analysis } from './analysis';
import styles from './curve.module.css';

const STAGES: Record<string, string> = {
  reading: 'Reading the files',
  detrending: 'Removing the slow variation of the star',
  searching: 'Searching for periodic dips',
  fitting: 'Fitting a transit model',
  vetting: 'Testing what was found',
  scoring: 'Waiting for the model',
};

/** The task of a light curve: its progress, then what was found. */
export function CurvePage() {
  const { task: id } = useParams<{ task: string }>();
  const task = useTask(id);
  const cancel = useMutation({ mutationFn: () => client().cancel(id), onSettled: () => void task.refetch() });
  if (task.error) return <FailureNotice error={task.error} onRetry={() => void task.refetch()} />;
  if (!task.data) return <p className={controls.muted}>Loading</p>;
  const { status, progress, result } = task.data;
  if (!isFinal(status)) {
    const stage = progress.stage ?? '';
    return (
      <Panel
        title={status === 'pending' ? 'Waiting for a worker' : (STAGES[stage] ?? (stage || 'Working'))}
        note={`${Math.round(progress.fraction * 100)} %`}
      >
        <div className={styles.stack}>
          <progress className={styles.progress} value={progress.fraction} max={1} aria-label="Progress" />
          <div className={styles.set}>
            <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
            <span className={controls.muted}>
              The work goes on if you leave this page; its address shows the result.
            </span>
          </div>
          {cancel.error && <FailureNotice error={cancel.error} />}
        </div>
      </Panel>
    );
  }
  if (status !== 'completed') return <FailureNotice error={new TaskError(task.data)} />;
  if (!isAnalysis(result))
    return (
      <Panel title="This task is not a light curve">
        <p>The address names a prediction of catalogue values, which has no curve.</p>
      </Panel>
    );
  return <Analysis task={id} analysis={result} />;
}

const isAnalysis = (result: unknown): result is AnalysisDto =>
  typeof result === 'object' && result !== null && 'detections' in result && 'detrended' in result;
