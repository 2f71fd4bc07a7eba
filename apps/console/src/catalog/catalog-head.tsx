import { useMutation } from '@tanstack/react-query';
import { Button, controls, verdictText } from '../design/controls';
import { count, timeSpan } from '../design/format';
import { saveFile } from '../design/save-file';
import { client, request } from '../server/client';
import { FailureNotice } from '../shell/failure-notice';
import styles from './catalog.module.css';
import type { Catalog } from './catalog-types';
import { CompareWith } from './compare-with';
import { exportQuery, type Selection } from './selection';
import { isAtWork } from './use-catalog';

interface CatalogHeadProps {
  catalog: Catalog;
  selection: Selection;
  onChange: () => void;
}

/** What the catalogue is, how far the work on it is, and what can be done with it. */
export function CatalogHead({ catalog, selection, onChange }: CatalogHeadProps) {
  const { catalog_id: id, name, state, progress, blind } = catalog;
  const cancel = useMutation({
    mutationFn: () => client().http.POST('/catalogs/{catalog_id}/cancel', { params: { path: { catalog_id: id } } }),
    onSettled: onChange,
  });
  const review = useMutation({
    mutationFn: () =>
      client().http.PATCH('/catalogs/{catalog_id}', {
        params: { path: { catalog_id: id } },
        body: { blind: !blind },
      }),
    onSettled: onChange,
  });
  const save = useMutation({
    mutationFn: async () => {
      saveFile(
        await (await request(`/catalogs/${id}/export?${exportQuery(selection, blind)}`)).blob(),
        `${name.replace(/\.(csv|tab|txt)?(\.gz)?$/i, '')}-ranked.csv`,
      );
    },
  });
  const error = cancel.error ?? save.error ?? review.error;
  const isWorking = isAtWork(catalog);
  const total = progress.rows_total;
  const done = state === 'explaining' ? progress.rows_explained : progress.rows_scored;
  const of = state === 'explaining' ? progress.rows_to_explain : total;
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>{name}</h1>
          <p className={controls.muted}>
            {name.startsWith('made-') && 'Made by this console, not observed. '}
            {state === 'cancelled' && 'Cancelled; what was scored stays. '}
            {count(progress.rows_scored)} scored, {count(progress.rows_refused)} refused
            {blind ? (
              '. Blind review: results show once you have voted.'
            ) : progress.rows_scored > 0 ? (
              <Counts catalog={catalog} />
            ) : (
              '.'
            )}
          </p>
        </div>
        {isWorking && (
          <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        )}
        <Button
          aria-pressed={blind}
          disabled={review.isPending}
          title="Hide results and dispositions of each row until you have voted on it"
          onClick={() => review.mutate()}
        >
          Blind review
        </Button>
        <CompareWith catalog={catalog} />
        <Button disabled={save.isPending || blind || progress.rows_scored === 0} onClick={() => save.mutate()}>
          {save.isPending ? 'Saving' : selection.filters.length > 0 ? 'Save this selection' : 'Save the table'}
        </Button>
      </div>
      {isWorking && (
        <div>
          <progress className={styles.progress} aria-label="Progress" {...(of ? { value: done / of } : {})} max={1} />
          <p className={controls.muted}>
            {state !== 'reading'
              ? `${state === 'scoring' ? 'Scoring' : 'Explaining'}: ${count(done)} of ${of ? count(of) : '?'}`
              : progress.rows_read > 0
                ? `Reading: ${count(progress.rows_read)} rows`
                : 'Waiting for a worker to read the table'}
            {progress.rows_per_second > 0 && `, ${count(progress.rows_per_second)} rows a second`}
            {progress.seconds_left !== undefined && `, ${timeSpan(progress.seconds_left)} left`}. The work goes on if
            you leave this page.
          </p>
        </div>
      )}
      {error && <FailureNotice error={error} />}
    </>
  );
}

function Counts({ catalog: { counts } }: { catalog: Catalog }) {
  const parts = (['likely_planet', 'likely_false_positive', 'undecided'] as const).map(
    (verdict) => `${count(counts[verdict])} ${verdictText(verdict).toLowerCase()}`,
  );
  return <>: {parts.join(', ')}.</>;
}
