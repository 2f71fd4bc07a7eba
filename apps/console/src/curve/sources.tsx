import type { AnalysisDto } from '@exoplanet/contracts/browser';
import { controls, Panel } from '../design/controls';
import { count } from '../design/format';
import styles from './curve.module.css';

/** The files that were read and refused, and what was noticed beside the detections. */
export function Sources({ analysis }: { analysis: AnalysisDto }) {
  const { files, refused_files, detections } = analysis;
  // What decided a detection stands beside its verdict.
  const decisions = new Set(detections.map(({ decision }) => decision));
  const notices = detections.length > 0 ? analysis.notices.filter((notice) => !decisions.has(notice)) : [];
  return (
    <Panel title="Files" note={`${files.length} used, ${refused_files.length} refused`}>
      <ul className={styles.tests}>
        {files.map(({ file, flux_column, rows, left_out, stretch }) => (
          <li key={file}>
            {file}
            {stretch && `, ${stretch}`}: column {flux_column}, {count(rows)} rows, {count(left_out)} left out
          </li>
        ))}
        {refused_files.map(({ file, message }) => (
          <li key={file} role="note">
            <strong>{file} refused:</strong> {message}
          </li>
        ))}
        {notices.map((notice) => (
          <li key={notice} className={controls.muted}>
            {notice}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
