import { useState } from 'react';
import type { AnalysisDto, DetectionDto } from '@exoplanet/contracts/browser';
import { Button, controls } from '../design/controls';
import { count, significant } from '../design/format';
import { saveFile } from '../design/save-file';
import { Term } from '../glossary/term';
import { request } from '../server/client';
import { FailureNotice } from '../shell/failure-notice';
import styles from './curve.module.css';
import type { CurveView } from './ephemeris';

interface HeadProps {
  task: string;
  analysis: AnalysisDto;
  detection?: DetectionDto;
  view: CurveView;
  period: number;
  epoch: number;
  change: (part: Partial<CurveView>) => void;
}

/** Which light curve it is, what was found, and what can be saved of it. */
export function CurveHead({ task, analysis, detection, view, period, epoch, change }: HeadProps) {
  const [failure, setFailure] = useState<unknown>();
  const name = analysis.target.name ?? analysis.files[0]?.file ?? 'Light curve';
  const isMade = analysis.files.some(({ file }) => file === 'made-light-curve.csv');
  const saveReport = async () => {
    try {
      const response = await request(`/tasks/${task}/report.svg?detection=${detection?.rank ?? 1}`);
      saveFile(await response.blob(), `${fileName(name)}-detection-${detection?.rank ?? 1}.svg`);
    } catch (error) {
      setFailure(error);
    }
  };
  const saveEphemeris = () => {
    const chosen = view.period === undefined ? 'as found' : 'chosen by hand';
    const text = {
      target: name,
      detection: detection?.rank ?? null,
      time_system: analysis.time_system,
      period: {
        value: period,
        error: view.period === undefined ? (detection?.period.error ?? null) : null,
        unit: 'd',
        origin: chosen,
      },
      epoch: { value: epoch, error: view.epoch === undefined ? (detection?.epoch.error ?? null) : null, unit: 'd' },
      duration: detection ? { ...detection.duration, unit: 'h' } : null,
      depth: detection ? { ...detection.depth, unit: 'ppm' } : null,
    };
    saveFile(
      new Blob([`${JSON.stringify(text, null, 2)}\n`], { type: 'application/json' }),
      `${fileName(name)}-ephemeris.json`,
    );
  };
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>{name}</h1>
          <p className={controls.muted}>
            {isMade && 'Made by this console, not observed. '}
            {count(analysis.points)} points over {significant(analysis.span, 4)} d, one every{' '}
            {significant(analysis.cadence, 3)} min, <Term name={analysis.time_system}>{analysis.time_system}</Term>
          </p>
        </div>
        <nav className={styles.set} aria-label="Detections">
          {analysis.detections.map(({ rank, period: found }) => (
            <Button
              key={rank}
              aria-pressed={rank === detection?.rank}
              onClick={() => change({ detection: rank, period: undefined, epoch: undefined, at: undefined })}
            >
              {rank}: {significant(found.value, 5)} d
            </Button>
          ))}
        </nav>
        {detection && <Button onClick={() => void saveReport()}>Save the report</Button>}
        <Button onClick={saveEphemeris}>Save the ephemeris</Button>
      </div>
      {failure !== undefined && <FailureNotice error={failure} />}
    </>
  );
}

const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '-');
