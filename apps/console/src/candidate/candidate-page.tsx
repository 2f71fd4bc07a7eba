import { useCallback, useEffect, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { ProblemError } from '@exoplanet/client';
import { SOURCES } from '@exoplanet/contracts/browser';
import { classes, controls, Panel } from '../design/controls';
import { ARCHIVE_CANDIDATES } from '../samples/archive-candidates';
import { remember } from '../session/recent-work';
import { FailureNotice } from '../shell/failure-notice';
import { Answer, WAITING } from './answer';
import styles from './candidate.module.css';
import { type CandidateForm, candidateOf, searchOf, withValue } from './candidate-url';
import { SLIDER_FIELDS } from './field-ranges';
import { FieldRow } from './field-row';
import { useCurves, usePrediction, useRested } from './use-prediction';

/** An answer that takes longer is shown to be waited for. */
const PATIENCE_MS = 400;

/** One candidate: its values on sliders, and the answer that follows them. The address of the page holds all of it. */
export function CandidatePage() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const [form, setForm] = useState(() => candidateOf(search));
  const own = searchOf(form);

  // A link, or the browser's back button, brings another candidate.
  useEffect(() => {
    if (searchOf(candidateOf(search)) !== own) setForm(candidateOf(search));
  }, [search]);

  const change = useCallback(
    (name: string, value: number | undefined) => setForm((last) => withValue(last, name, value)),
    [],
  );
  useEffect(() => {
    const timer = setTimeout(() => navigate(`/candidate?${own}`, { replace: true }), 250);
    return () => clearTimeout(timer);
  }, [own, navigate]);

  const prediction = usePrediction(form);
  const answer = prediction.data ?? undefined;
  // An answer that comes at once is not announced.
  const isWaiting = useRested(prediction.isPlaceholderData, PATIENCE_MS) && prediction.isPlaceholderData;
  const { data: around } = useCurves(form, answer?.prediction);
  useEffect(() => {
    if (form.id && answer) remember({ kind: 'candidate', name: form.id, href: `/candidate?${own}` });
  }, [form.id, answer, own]);

  const problems = prediction.error instanceof ProblemError ? (prediction.error.problem.errors ?? []) : [];
  const known = ARCHIVE_CANDIDATES.find(({ id }) => id === form.id);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div>
          <h1>{form.id ?? 'A candidate'}</h1>
          <p className={controls.muted}>
            {known
              ? `${known.what}. Values typed from the ${known.source}.`
              : 'Move the values and watch the answer. The address of this page holds them all.'}
          </p>
        </div>
        <Mission form={form} onChange={setForm} />
        <Samples chosen={form.id} />
      </div>
      <div className={styles.columns}>
        <Panel title="Values" note="The line in each slider is the probability along it">
          <div className={styles.fields}>
            <div className={classes(styles.field, styles.fieldHead)} aria-hidden="true">
              <span>Quantity</span>
              <span />
              <span className={styles.value}>Value</span>
              <span>Unit</span>
              <span className={styles.error}>− error</span>
              <span className={styles.error}>+ error</span>
              <span />
            </div>
            {SLIDER_FIELDS.map((field) => (
              <FieldRow
                key={field.name}
                field={field}
                value={form.values[field.name]}
                low={form.values[`${field.name}_err_low`]}
                high={form.values[`${field.name}_err_high`]}
                curve={around?.curves.find((curve) => curve.field.name === field.name)}
                problem={problems.find((problem) => problem.field === field.name)?.message}
                onChange={change}
              />
            ))}
          </div>
        </Panel>
        <div className={styles.answer} aria-busy={prediction.isFetching}>
          {prediction.error && <FailureNotice error={prediction.error} onRetry={() => void prediction.refetch()} />}
          {!prediction.error && answer && <Answer prediction={answer} flips={around?.flips} isWaiting={isWaiting} />}
          {!prediction.error && !answer && Object.keys(form.values).length === 0 && <EmptyAnswer />}
          {prediction.isLoading && (
            <Panel title="Answer">
              <p className={controls.muted}>{WAITING}</p>
            </Panel>
          )}
        </div>
      </div>
    </div>
  );
}

function Mission({ form, onChange }: { form: CandidateForm; onChange: (form: CandidateForm) => void }) {
  return (
    <label>
      <span className={controls.muted}>Mission </span>
      <select
        className={controls.field}
        value={form.source}
        onChange={({ target }) =>
          onChange({ ...form, source: SOURCES.find((source) => source === target.value) ?? 'KEPLER' })
        }
      >
        {SOURCES.map((source) => (
          <option key={source}>{source}</option>
        ))}
      </select>
    </label>
  );
}

function Samples({ chosen }: { chosen?: string }) {
  return (
    <nav className={styles.set} aria-label="Samples">
      {ARCHIVE_CANDIDATES.map(({ id, search, what }) => (
        <Link
          key={id}
          href={`/candidate?${search}`}
          className={controls.button}
          aria-current={id === chosen ? 'page' : undefined}
          title={what}
        >
          {id}
        </Link>
      ))}
    </nav>
  );
}

function EmptyAnswer() {
  return (
    <Panel title="Answer">
      <div className={styles.empty}>
        <p>Move a slider or type a value, and the answer appears here. Or begin with a candidate from the archive:</p>
        <Samples />
      </div>
    </Panel>
  );
}
