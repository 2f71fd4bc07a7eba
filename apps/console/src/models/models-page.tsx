import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { controls, Panel } from '../design/controls';
import { DataTable, type TableColumn } from '../design/data-table';
import { count } from '../design/format';
import { Term } from '../glossary/term';
import { client } from '../server/client';
import { QueryFailure } from '../shell/query-failure';
import { bySnr, type Card, INPUTS, type Interval } from './card';
import { areaLimits, wilson } from './intervals';
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
      <QueryFailure of={[models, card]} />
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
          <DataTable
            label={`Scores for ${survey}`}
            rows={Object.entries(inputs)}
            keyOf={([input]) => input}
            columns={SCORE_COLUMNS}
          />
        </Panel>
      ))}
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
      <div className={styles.figures}>
        <Curve name={name} version={version} figure="roc" title="ROC" />
        <Curve name={name} version={version} figure="precision_recall" title="Precision and recall" />
      </div>
      <div className={styles.tables}>
        {Object.entries(snr_bins).map(([survey, bins]) => (
          <Panel
            key={survey}
            title={`By signal to noise, ${SURVEYS[survey] ?? survey}`}
            note="95 % intervals: Wilson, Hanley & McNeil"
          >
            <DataTable
              label={`Scores by signal to noise for ${survey}`}
              rows={Object.keys(bins).sort(bySnr)}
              keyOf={(bin) => bin}
              columns={[
                {
                  title: <Term name="snr">SNR</Term>,
                  isHead: true,
                  cell: (bin) => bin.replace('-inf', ' and more').replace('-', ' to '),
                },
                { title: 'Objects', isNumber: true, cell: (bin) => count(bins[bin].rows) },
                { title: 'Planets', isNumber: true, cell: (bin) => count(bins[bin].planets) },
                { title: 'Accuracy', isNumber: true, cell: (bin) => accuracyText(bins[bin]) },
                { title: <Term name="AUC">AUC</Term>, isNumber: true, cell: (bin) => areaText(bins[bin]) },
              ]}
            />
          </Panel>
        ))}
      </div>
      <Limits card={card} />
    </>
  );
}

const recallText = (point: { recall: number | null } | null | undefined): string => point?.recall?.toFixed(3) ?? '–';

function scoreText(interval: Interval | undefined, decimals = 4) {
  if (!interval) return '–';
  return (
    <>
      {interval.value.toFixed(decimals)}{' '}
      <span className={`${controls.muted} ${controls.small}`}>
        {interval.low.toFixed(3)}–{interval.high.toFixed(3)}
      </span>
    </>
  );
}

type SnrBin = NonNullable<Card['snr_bins']>[string][string];

const withLimits = (value: number, [low, high]: [number, number]) => scoreText({ value, low, high }, 3);

const accuracyText = ({ accuracy, rows }: SnrBin) =>
  accuracy === null ? '–' : withLimits(accuracy, wilson(accuracy, rows));

const areaText = ({ auc, rows, planets }: SnrBin) =>
  auc === null ? '–' : withLimits(auc, areaLimits(auc, planets, rows - planets));

type Scored = [input: string, scores: NonNullable<Card['metrics']>[string][string]];

const SCORE_COLUMNS: readonly TableColumn<Scored>[] = [
  { title: 'Input', isHead: true, cell: ([input]) => INPUTS[input] ?? input },
  { title: 'Objects', isNumber: true, cell: ([, scores]) => count(scores.rows) },
  { title: 'Planets', isNumber: true, cell: ([, scores]) => count(scores.planets) },
  { title: 'Accuracy', isNumber: true, cell: ([, scores]) => scoreText(scores.accuracy) },
  { title: <Term name="AUC">AUC</Term>, isNumber: true, cell: ([, scores]) => scoreText(scores.auc) },
  { title: <Term name="AP">AP</Term>, isNumber: true, cell: ([, scores]) => scoreText(scores.ap) },
  { title: <Term name="Brier score">Brier</Term>, isNumber: true, cell: ([, scores]) => scoreText(scores.brier) },
  { title: <Term name="ECE">ECE</Term>, isNumber: true, cell: ([, scores]) => scoreText(scores.ece) },
  {
    title: 'Recall at 95 / 99 % precision',
    isNumber: true,
    cell: ([, scores]) => `${recallText(scores.precision_95)} / ${recallText(scores.precision_99)}`,
  },
];

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

/** Replaces the ASCII >=, <= and hyphen-minus of a model card by ≥, ≤ and −. */
const typeset = (note: string): string =>
  note
    .replaceAll('>=', '≥')
    .replaceAll('<=', '≤')
    .replace(/ -(?=\d)/g, ' −');

function Limits({ card }: { card: Card }) {
  const caught = card.in_distribution.caught ?? {};
  return (
    <Panel
      title="Limits"
      note="Share of rows that are recognised as unlike the training data when one field is in the wrong unit"
    >
      <div className={styles.figures}>
        {Object.entries(caught).map(([survey, rows]) => (
          <DataTable
            key={survey}
            rows={Object.entries(rows)}
            keyOf={([what]) => what}
            columns={[
              { title: SURVEYS[survey] ?? survey, isHead: true, cell: ([what]) => what },
              {
                title: 'Recognised',
                isNumber: true,
                cell: ([, shares]) => (shares.all === undefined ? '–' : `${(shares.all * 100).toFixed(1)} %`),
              },
            ]}
          />
        ))}
      </div>
      {card.notes && card.notes.length > 0 && (
        <ul className={styles.notes} aria-label="Notes of the card">
          {card.notes.map((note) => (
            <li key={note}>{typeset(note)}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
