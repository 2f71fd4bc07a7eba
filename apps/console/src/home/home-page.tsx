import { useState } from 'react';
import { Link } from 'wouter';
import { controls, Panel } from '../design/controls';
import { timeSpan } from '../design/format';
import { ARCHIVE_CANDIDATES } from '../samples/archive-candidates';
import { recentWork } from '../session/recent-work';
import { SystemLine } from '../shell/system-state';
import { Catalogs } from './catalogs';
import { DropZone } from './drop-zone';
import styles from './home.module.css';
import { SampleCards } from './sample-cards';

const KIND = { candidate: 'candidate', curve: 'light curve', catalog: 'catalogue' } as const;

/** Where a newcomer begins: drop a file, or take a sample. */
export function HomePage() {
  return (
    <>
      <div className={styles.hero}>
        <h1>Is it a planet? How likely, why, and how sure.</h1>
        <p>
          Drop a catalogue or a light curve and get calibrated probabilities with their reasons, the tests behind them,
          and what is missing. A score does not confirm a planet.
        </p>
      </div>
      <DropZone />
      <SampleCards />
      <Catalogs />
      <div className={styles.columns}>
        <Recent />
        <Panel title="System">
          <p>
            <SystemLine />
          </p>
          <p className={controls.muted}>
            <Link href="/workers">Workers</Link> · <Link href="/models">models and how good they are</Link> ·{' '}
            <a href="/docs">API</a>
          </p>
        </Panel>
      </div>
    </>
  );
}

function Recent() {
  const [now] = useState(Date.now);
  const work = recentWork();
  return (
    <Panel title="Recent work" note="Kept in this browser">
      {work.length === 0 ? (
        <p className={controls.muted}>
          Nothing yet. Two more candidates to try:{' '}
          {ARCHIVE_CANDIDATES.slice(1).map(({ id, search }, index) => (
            <span key={id}>
              {index > 0 && ' · '}
              <Link href={`/candidate?${search}`}>{id}</Link>
            </span>
          ))}
        </p>
      ) : (
        <ul className={styles.recent}>
          {work.map(({ kind, name, href, at }) => (
            <li key={href}>
              <Link href={href}>{name}</Link>
              <span className={styles.kind}>
                {KIND[kind]} · {timeSpan(Math.max(1, (now - at) / 1000))} ago
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
