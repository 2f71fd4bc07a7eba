import { useMemo } from 'react';
import type { AnalysisDto, DetectionDto } from '@exoplanet/contracts/browser';
import { Panel } from '../design/controls';
import { count, significant } from '../design/format';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import styles from './curve.module.css';
import { CurveHead } from './curve-head';
import { CurvePlots } from './curve-plots';
import { DifferenceImages } from './difference-image';
import { useCurveView } from './ephemeris';
import { Events, SingleEvents } from './events';
import { nudge, type Photometry } from './fold';
import { FoldPanels } from './fold-panels';
import { Found } from './found';
import { PeriodControls } from './period-controls';
import { Sources } from './sources';
import { SpectrumPlot } from './spectrum-plot';
import { Tests } from './tests';
import { cleanOf, useFullCurve, useSpectrum } from './use-curve';

/** What a light curve shows: detections, plots of every cadence, and the fold at any period. */
export function Analysis({ task, analysis }: { task: string; analysis: AnalysisDto }) {
  const [view, change] = useCurveView();
  const full = useFullCurve(task, true);
  const spectrum = useSpectrum(task, analysis.periodogram !== null);
  const detection: DetectionDto | undefined =
    analysis.detections.find(({ rank }) => rank === view.detection) ?? analysis.detections[0];
  const photometry = useMemo<Photometry>(
    () =>
      full.data
        ? cleanOf(full.data)
        : { time: Float64Array.from(analysis.detrended.time), flux: Float32Array.from(analysis.detrended.flux) },
    [full.data, analysis],
  );
  const period = view.period ?? detection?.period.value ?? 1;
  const epoch = view.epoch ?? detection?.epoch.value ?? photometry.time[0];
  const duration = detection?.duration.value ?? 4;
  const step = nudge(period, analysis.span, duration);
  const choose = (next: number) => next > 0 && Number.isFinite(next) && change({ period: next });
  const turn = (by: number) => {
    const ranks = analysis.detections.map(({ rank }) => rank);
    const next = ranks[ranks.indexOf(detection?.rank ?? 0) + by];
    if (next !== undefined) change({ detection: next, period: undefined, epoch: undefined, at: undefined });
  };
  useKeys({
    '[': () => choose(period / 2),
    ']': () => choose(period * 2),
    ',': () => choose(period - step),
    '.': () => choose(period + step),
    o: () => change({ odd: !view.odd }),
    j: () => turn(1),
    k: () => turn(-1),
  });
  return (
    <div className={styles.page}>
      <CurveHead
        task={task}
        analysis={analysis}
        detection={detection}
        view={view}
        period={period}
        epoch={epoch}
        change={change}
      />
      {detection && <Found detection={detection} timeSystem={analysis.time_system} />}
      {!detection && (
        <Panel title="No periodic transit was found">
          <p>
            No signal in {count(analysis.points)} points over {significant(analysis.span, 4)} d counts as a detection.
            You can still fold at any period.
          </p>
          <ul className={styles.tests}>
            {analysis.notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </Panel>
      )}
      {full.error && <FailureNotice error={full.error} onRetry={() => void full.refetch()} />}
      <Panel
        title="Light curve"
        note={
          view.at === undefined
            ? `Every cadence; marks are ${detection ? 'transits' : 'the middle of the fold'}`
            : undefined
        }
      >
        <CurvePlots
          full={full.data}
          thinned={photometry}
          timeSystem={analysis.time_system}
          period={period}
          epoch={epoch}
          at={view.at}
          within={Math.max(0.5, (duration / 24) * 4)}
          onAt={(at) => change({ at })}
        />
      </Panel>
      <PeriodControls
        period={period}
        step={step}
        view={view}
        found={detection?.period.value}
        onPeriod={choose}
        change={change}
      />
      {spectrum.data && <SpectrumPlot spectrum={spectrum.data} period={period} onPick={choose} />}
      <FoldPanels
        photometry={photometry}
        centroids={full.data?.centroids}
        detection={detection}
        period={period}
        epoch={epoch}
        duration={duration}
        cadence={analysis.cadence}
        view={view}
        onAt={(at) => change({ at })}
      />
      {detection && <DifferenceImages key={detection.rank} detection={detection} />}
      <div className={styles.two}>
        {detection && <Tests tests={detection.tests} passed={detection.passed} />}
        <div className={styles.stack}>
          {detection && (
            <Events detection={detection} timeSystem={analysis.time_system} onAt={(at) => change({ at })} />
          )}
          <SingleEvents analysis={analysis} onAt={(at) => change({ at })} />
          <Sources analysis={analysis} />
        </div>
      </div>
    </div>
  );
}
