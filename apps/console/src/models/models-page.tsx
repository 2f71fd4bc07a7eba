import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { controls, Panel } from '../design/controls';
import { count, significant } from '../design/format';
import { Term } from '../glossary/term';
import { client } from '../server/client';
import { FailureNotice } from '../shell/failure-notice';
import { bySnr, type Card, INPUTS, type Interval } from './card';
import styles from './models.module.css';
import { ReliabilityPlot } from './reliability-plot';
import { figureOf } from './shipped-figures';

const SURVEYS: Record<string, string> = { KEPLER: 'KOI (Kepler)', TESS: 'TOI (TESS)', K2: 'K2' };

/** The models in service, and the card of one: how good it is, with intervals, and where its limits are. */
export function ModelsPage() {
  const query = new URLSearchParams(useSearch());
  const models = useQuery({ queryKey: ['models'], queryFn: () => client().models() });
  const chosen = query.get('model') ?? models.data?.find((model) => model.default)?.name ?? models.data?.[0]?.name;
  const card = useQuery({
    queryKey: ['card', chosen],
    queryFn: async () => (await client().model(chosen)) as unknown as Card,
    enabled: chosen !== undefined,
    staleTime: 60_000,
  });
  const error = models.error ?? card.error;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>Models</h1>
        <nav className={styles.tabs} aria-label="Models in service">
          {models.data?.map(({ name, version, workers, default: isDefault }) => (
            <Link
              key={name}
              href={`/models?model=${name}`}
              className={controls.button}
              aria-current={name === chosen ? 'page' : undefined}
            >
              {name} {version}
              <span className={controls.muted}>
                {isDefault ? 'default · ' : ''}
                {workers} worker{workers === 1 ? '' : 's'}
              </span>
            </Link>
          ))}
        </nav>
      </div>
      {error && <FailureNotice error={error} onRetry={() => void models.refetch()} />}
      {models.data?.length === 0 && <p>No worker is alive, so no model is in service. Start one: ./start.sh worker</p>}
      {card.data && <CardView card={card.data} />}
    </div>
  );
}

function CardView({ card }: { card: Card }) {
  const {
    name,
    version,
    description,
    parameters,
    created,
    metrics = {},
    reliability = {},
    snr_bins = {},
    intervals,
  } = card;
  return (
    <>
      <p className={styles.description}>
        {description} {count(parameters)} parameters{created ? `, trained on ${created.slice(0, 10)}` : ''}. It
        reproduces the archive's vetting and confirms nothing.
      </p>
      {Object.entries(metrics).map(([survey, inputs]) => (
        <Panel
          key={survey}
          title={SURVEYS[survey] ?? survey}
          note={intervals && `Out of fold. Intervals: ${intervals.replace(/ of the out-of-fold predictions/, '')}`}
        >
          <div className={controls.scroll} role="region" aria-label={`Scores for ${survey}`} tabIndex={0}>
            <table className={controls.table}>
              <thead>
                <tr>
                  <th scope="col">Input</th>
                  <th scope="col" className={controls.right}>
                    Objects
                  </th>
                  <th scope="col" className={controls.right}>
                    Planets
                  </th>
                  <th scope="col" className={controls.right}>
                    Accuracy
                  </th>
                  <th scope="col" className={controls.right}>
                    <Term name="AUC">AUC</Term>
                  </th>
                  <th scope="col" className={controls.right}>
                    <Term name="AP">AP</Term>
                  </th>
                  <th scope="col" className={controls.right}>
                    <Term name="Brier score">Brier</Term>
                  </th>
                  <th scope="col" className={controls.right}>
                    <Term name="ECE">ECE</Term>
                  </th>
                  <th scope="col" className={controls.right}>
                    Recall at 95 / 99 % precision
                  </th>
                </tr>
              </thead>
              <tbody>
                {Object.entries(inputs).map(([input, scores]) => (
                  <tr key={input}>
                    <th scope="row">{INPUTS[input] ?? input}</th>
                    <td className={controls.right}>{count(scores.rows)}</td>
                    <td className={controls.right}>{count(scores.planets)}</td>
                    <Score interval={scores.accuracy} />
                    <Score interval={scores.auc} />
                    <Score interval={scores.ap} />
                    <Score interval={scores.brier} />
                    <Score interval={scores.ece} />
                    <td className={controls.right}>
                      {recallText(scores.precision_95)} / {recallText(scores.precision_99)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      ))}
      <div className={styles.figures}>
        {Object.keys(reliability).length > 0 && (
          <Panel
            title={<Term name="calibration">Reliability</Term>}
            note="All fields and errors; bars are 95 % intervals of the share"
          >
            <div className={styles.plots}>
              {Object.entries(reliability).map(
                ([survey, inputs]) =>
                  inputs.all && <ReliabilityPlot key={survey} bins={inputs.all} name={SURVEYS[survey] ?? survey} />,
              )}
            </div>
          </Panel>
        )}
        <Curve name={name} version={version} figure="roc" title="ROC" />
        <Curve name={name} version={version} figure="precision_recall" title="Precision and recall" />
      </div>
      <div className={styles.figures}>
        {Object.entries(snr_bins).map(([survey, bins]) => (
          <Panel key={survey} title={`By signal to noise, ${SURVEYS[survey] ?? survey}`}>
            <table className={controls.table}>
              <thead>
                <tr>
                  <th scope="col">
                    <Term name="snr">SNR</Term>
                  </th>
                  <th scope="col" className={controls.right}>
                    Objects
                  </th>
                  <th scope="col" className={controls.right}>
                    Planets
                  </th>
                  <th scope="col" className={controls.right}>
                    Accuracy
                  </th>
                  <th scope="col" className={controls.right}>
                    AUC
                  </th>
                </tr>
              </thead>
              <tbody>
                {Object.keys(bins)
                  .sort(bySnr)
                  .map((bin) => (
                    <tr key={bin}>
                      <th scope="row">{bin.replace('-inf', ' and more').replace('-', ' to ')}</th>
                      <td className={controls.right}>{count(bins[bin].rows)}</td>
                      <td className={controls.right}>{count(bins[bin].planets)}</td>
                      <td className={controls.right}>{significant(bins[bin].accuracy ?? NaN, 3)}</td>
                      <td className={controls.right}>{significant(bins[bin].auc ?? NaN, 3)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </Panel>
        ))}
      </div>
      <Limits card={card} />
    </>
  );
}

const recallText = (point: { recall: number | null } | null | undefined): string => point?.recall?.toFixed(3) ?? '–';

function Score({ interval }: { interval?: Interval }) {
  return (
    <td className={`${controls.right} ${controls.number}`}>
      {interval ? (
        <>
          {interval.value.toFixed(4)}{' '}
          <span className={`${controls.muted} ${controls.small}`}>
            {interval.low.toFixed(3)}–{interval.high.toFixed(3)}
          </span>
        </>
      ) : (
        '–'
      )}
    </td>
  );
}

function Curve({
  name,
  version,
  figure,
  title,
}: {
  name: string;
  version: string;
  figure: 'roc' | 'precision_recall';
  title: string;
}) {
  const address = figureOf(name, version, figure);
  if (!address) return null;
  return (
    <Panel title={title}>
      <img
        className={styles.paper}
        src={address}
        alt={`${title} of ${name} ${version} on each survey, out of fold`}
        loading="lazy"
      />
    </Panel>
  );
}

function Limits({ card }: { card: Card }) {
  const caught = card.in_distribution.caught ?? {};
  return (
    <Panel
      title="Limits"
      note="Share of rows that are recognised as unlike the training data when one field is in the wrong unit"
    >
      <div className={styles.figures}>
        {Object.entries(caught).map(([survey, rows]) => (
          <table key={survey} className={controls.table}>
            <thead>
              <tr>
                <th scope="col">{SURVEYS[survey] ?? survey}</th>
                <th scope="col" className={controls.right}>
                  Recognised
                </th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(rows).map(([what, shares]) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td className={controls.right}>
                    {shares.all === undefined ? '–' : `${(shares.all * 100).toFixed(1)} %`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      {card.notes?.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </Panel>
  );
}
