import { useMemo, useState } from 'react';
import type { AnalysisDto, DetectionDto } from '@exoplanet/contracts/browser';
import { intervalOf } from '../candidate/probability-gauge';
import { Button, controls, Panel, ProbabilityText, Quantity, VerdictBadge } from '../design/controls';
import { count, measured, significant } from '../design/format';
import { Term } from '../glossary/term';
import { request } from '../server/client';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import styles from './curve.module.css';
import { CurvePlots } from './curve-plots';
import { type CurveView, useCurveView } from './ephemeris';
import { nudge, type Photometry } from './fold';
import { FoldPanels } from './fold-panels';
import { PeriodControls } from './period-controls';
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
      <Head
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
            Nothing in {count(analysis.points)} points over {significant(analysis.span, 4)} d passes the threshold of
            the search. You can still fold at any period.
          </p>
        </Panel>
      )}
      {full.error && <FailureNotice error={full.error} onRetry={() => void full.refetch()} />}
      <Panel title="Light curve" note={view.at === undefined ? 'Every cadence; marks are transits' : undefined}>
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

interface HeadProps {
  task: string;
  analysis: AnalysisDto;
  detection?: DetectionDto;
  view: CurveView;
  period: number;
  epoch: number;
  change: (part: Partial<CurveView>) => void;
}

function Head({ task, analysis, detection, view, period, epoch, change }: HeadProps) {
  const [failure, setFailure] = useState<unknown>();
  const name = analysis.target.name ?? analysis.files[0]?.file ?? 'Light curve';
  const isMade = analysis.files.some(({ file }) => file === 'made-light-curve.csv');
  const saveReport = async () => {
    try {
      const response = await request(`/tasks/${task}/report.svg?detection=${detection?.rank ?? 1}`);
      save(await response.blob(), `${fileName(name)}-detection-${detection?.rank ?? 1}.svg`);
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
    save(
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

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function Found({ detection, timeSystem }: { detection: DetectionDto; timeSystem: string }) {
  const { period, epoch, duration, depth, radius, impact, mes, snr, transits, prediction } = detection;
  const facts: [word: string, name: string, text: string, unit: string][] = [
    ['period', 'Period', measured(period.value, period.error), 'd'],
    ['epoch', `Epoch, ${timeSystem}`, measured(epoch.value, epoch.error), 'd'],
    ['duration', 'Duration', measured(duration.value, duration.error), 'h'],
    ['depth', 'Depth', measured(depth.value, depth.error), 'ppm'],
    ...(radius
      ? [
          ['radius', 'Planet radius', measured(radius.value, radius.error), 'R_earth'] as [
            string,
            string,
            string,
            string,
          ],
        ]
      : []),
    ['impact', 'Impact parameter', measured(impact.value, impact.error), ''],
    ['MES', 'MES', measured(mes.value, mes.error), ''],
    ['snr', 'Signal to noise', significant(snr, 3), ''],
    ['transit', 'Transits', `${transits.observed} of ${transits.expected}`, ''],
  ];
  return (
    <Panel
      title={prediction ? <VerdictBadge verdict={prediction.prediction} /> : 'Not scored'}
      note={
        prediction ? (
          <>
            Probability <ProbabilityText value={prediction.probability} interval={intervalOf(prediction)} /> · at 95 %:{' '}
            {prediction.prediction_set.map((name) => name.replace('_', ' ')).join(' or ')} · model{' '}
            {prediction.model.name} {prediction.model.version}
          </>
        ) : (
          'The mission is not known, so no model applies; the tests below do not need one'
        )
      }
    >
      <dl className={styles.facts}>
        {facts.map(([word, name, text, unit]) => (
          <div key={name}>
            <dt>
              <Term name={word}>{name}</Term>
            </dt>
            <dd>
              <Quantity text={text} unit={unit} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Events({
  detection,
  timeSystem,
  onAt,
}: {
  detection: DetectionDto;
  timeSystem: string;
  onAt: (at: number) => void;
}) {
  return (
    <Panel
      title="Transits one by one"
      note={detection.timing ? (detection.timing.varies ? 'The times vary' : 'The times are regular') : undefined}
    >
      <div className={styles.tallTable} role="region" aria-label="Transits" tabIndex={0}>
        <table className={controls.table}>
          <thead>
            <tr>
              <th scope="col" className={controls.right}>
                Time, {timeSystem}, d
              </th>
              <th scope="col" className={controls.right}>
                <Term name="O−C">O−C, min</Term>
              </th>
              <th scope="col" className={controls.right}>
                Depth, ppm
              </th>
              <th scope="col" className={controls.right}>
                Significance
              </th>
              <th scope="col">
                <span className="visually-hidden">Show</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {detection.events.map(({ time, time_err, o_c, depth, depth_err, significance }) => (
              <tr key={time}>
                <td className={controls.right}>{measured(time, time_err)}</td>
                <td className={controls.right}>
                  {o_c === null ? '–' : measured(o_c, time_err === null ? null : time_err * 1440)}
                </td>
                <td className={controls.right}>{measured(depth, depth_err)}</td>
                <td className={controls.right}>{significant(significance, 3)}</td>
                <td>
                  <Button look="plain" onClick={() => onAt(time)}>
                    Show
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function SingleEvents({ analysis, onAt }: { analysis: AnalysisDto; onAt: (at: number) => void }) {
  const { single_events: events } = analysis;
  return (
    <Panel title={<Term name="single transit">Single events</Term>} note="Seen once, so without a period">
      {events.length === 0 ? (
        <p className={controls.muted}>None.</p>
      ) : (
        <ul className={styles.tests}>
          {events.map(({ time, depth, duration, significance, period_min, period_max }) => (
            <li key={time.value} className={styles.set}>
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

function Sources({ analysis: { files, refused_files, notices } }: { analysis: AnalysisDto }) {
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
