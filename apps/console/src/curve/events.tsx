import type { AnalysisDto, DetectionDto } from '@exoplanet/contracts/browser';
import { Button, controls, Panel } from '../design/controls';
import { DataTable } from '../design/data-table';
import { fixed, measured, significant } from '../design/format';
import { Term } from '../glossary/term';
import styles from './curve.module.css';

interface EventsProps {
  detection: DetectionDto;
  timeSystem: string;
  /** Shows the light curve at a time [d]. */
  onAt: (at: number) => void;
}

/** Each transit of a detection with its time, depth and significance. */
export function Events({ detection: { events, timing }, timeSystem, onAt }: EventsProps) {
  return (
    <Panel
      title="Transits one by one"
      note={timing ? (timing.varies ? 'The times vary' : 'The times are regular') : undefined}
    >
      <DataTable
        label="Transits"
        className={styles.tallTable}
        rows={events}
        keyOf={({ time }) => time}
        columns={[
          { title: `Time, ${timeSystem}, d`, isNumber: true, cell: ({ time, time_err }) => measured(time, time_err) },
          {
            title: <Term name="O−C">O−C, min</Term>,
            isNumber: true,
            cell: ({ o_c, time_err }) =>
              o_c === null ? '–' : measured(o_c, time_err === null ? null : time_err * 1440),
          },
          { title: 'Depth, ppm', isNumber: true, cell: ({ depth, depth_err }) => measured(depth, depth_err) },
          { title: 'Significance, σ', isNumber: true, cell: ({ significance }) => fixed(significance, 1) },
          {
            title: 'Show',
            isUntitled: true,
            cell: ({ time }) => (
              <Button look="plain" onClick={() => onAt(time)}>
                Show
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  );
}

/** Dips that were seen once. */
export function SingleEvents({ analysis, onAt }: { analysis: AnalysisDto; onAt: (at: number) => void }) {
  const { single_events: events } = analysis;
  return (
    <Panel title={<Term name="single transit">Single events</Term>} note="Seen once, so the period is unknown">
      {events.length === 0 ? (
        <p className={controls.muted}>No single events were found.</p>
      ) : (
        <ul className={styles.tests}>
          {events.map(({ time, depth, duration, significance, period_min, period_max }) => (
            <li key={time.value} className={styles.event}>
              <span>
                At {measured(time.value, time.error)} d: {measured(depth.value, depth.error)} ppm deep,{' '}
                {measured(duration.value, duration.error)} h long, {significant(significance, 3)} σ. Period{' '}
                {significant(period_min, 3)} to {significant(period_max, 3)} d.
              </span>
              <Button look="plain" onClick={() => onAt(time.value)}>
                Show
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
