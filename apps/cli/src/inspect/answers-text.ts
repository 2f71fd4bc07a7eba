import type { Inspection, WorkerAnswers, WorkerOrder } from '@exoplanet/client';
import type { ControlFailure, InspectAnswers, PauseAnswer } from '@exoplanet/contracts';
import { type Column, textTable } from '../program/text-table';

/** The answer type of each question. */
type Answers = InspectAnswers & Record<WorkerOrder, PauseAnswer>;
type Asked = Inspection | WorkerOrder;

/** One line of a table: which worker, and a part of its answer. */
type Line = { worker: string } & Record<string, string | number | null | undefined>;

const paused = (yes: boolean): string => (yes ? 'paused' : 'taking commands');
const orderLines = ({ paused: isPaused, active }: PauseAnswer) => [{ state: paused(isPaused), active }];

/** Table rows of each answer: one, or one for each item that it lists. */
const LINES: { [A in Asked]: (answer: Answers[A]) => Omit<Line, 'worker'>[] } = {
  ping: ({ timestamp }) => [{ answered: timestamp }],
  active: ({ commands }) =>
    commands.map(({ command, kind, since, seconds }) => ({ command, kind, since, seconds: rounded(seconds) })),
  registered: ({ jobs, control, models }) => [
    { jobs: jobs.join(', '), control: control.join(', '), models: models.join(', ') },
  ],
  stats: (stats) => [
    {
      state: paused(stats.paused),
      tasks: stats.processed,
      failed: stats.failed,
      'mean ms': stats.mean_processing_time_ms,
      'memory MB': stats.memory_mb,
      cpu: stats.cpu_load,
      'loop lag ms': rounded(stats.event_loop_lag_p99_ms),
      'uptime s': stats.uptime_s,
      version: stats.version,
    },
  ],
  queues: ({ queues }) =>
    queues.map(({ name, concurrency, active, paused: isPaused }) => ({
      queue: name,
      state: paused(isPaused),
      active,
      concurrency,
    })),
  pause: orderLines,
  resume: orderLines,
  drain: orderLines,
};

const rounded = (value: number): number => Math.round(10 * value) / 10;

/** The answers as a table, followed by the workers that refused or did not answer. */
export function answersText(asked: Asked, { expected, replies, missing }: WorkerAnswers): string {
  const layOut = LINES[asked] as (answer: unknown) => Omit<Line, 'worker'>[];
  const well = replies.filter(({ ok }) => ok);
  const lines = well.flatMap(({ worker, answer }) => layOut(answer).map((line): Line => ({ ...line, worker })));
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))].filter((name) => name !== 'worker');
  const columns: Column<Line>[] = ['worker', ...names].map((name) => ({
    title: name.toUpperCase(),
    value: (line) => line[name],
  }));
  const refusals = replies
    .filter(({ ok }) => !ok)
    .map(({ worker, answer }) => `${worker} refused: ${refusal(answer)}\n`);
  const silent = missing.map((worker) => `${worker} did not answer in time\n`);
  const nothing = lines.length > 0 ? '' : expected === 0 ? 'no worker is alive\n' : well.length > 0 ? 'nothing\n' : '';
  return [lines.length > 0 ? textTable(lines, columns) : nothing, ...refusals, ...silent].join('');
}

function refusal(answer: unknown): string {
  const { code, message } = (answer ?? {}) as Partial<ControlFailure>;
  return code ? `${code}: ${message}` : JSON.stringify(answer);
}
