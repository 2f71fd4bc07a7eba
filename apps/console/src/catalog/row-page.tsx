import { Link, useLocation, useParams, useSearch } from 'wouter';
import styles2 from '../candidate/candidate.module.css';
import { Contributions } from '../candidate/contributions';
import { Button, controls, Panel, ProbabilityText, VerdictBadge } from '../design/controls';
import { signed } from '../design/format';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import styles from './catalog.module.css';
import { columnOf, type Detection } from './catalog-types';
import { apiQuery, selectionOf } from './selection';
import { tableWorker } from './table/table-worker';
import { useOrder } from './table/use-table';
import { isAtWork, useCatalog, useRow } from './use-catalog';
import { versionOf } from './version';
import { Votes } from './votes';

/** One row: its answer with reasons and checks, its cells as uploaded, links to the archives, votes. */
export function RowPage() {
  const { catalog: id, key } = useParams<{ catalog: string; key: string }>();
  const search = useSearch();
  const [, navigate] = useLocation();
  const catalog = useCatalog(id);
  const row = useRow(id, key, catalog.data === undefined || isAtWork(catalog.data));
  const order = useOrder(id, apiQuery(selectionOf(search)).toString(), catalog.data ? versionOf(catalog.data) : '');
  const turn = (by: number) => {
    if (!order.data) return;
    void tableWorker.ask('neighbour', { order: order.data.name, key: Number(key), by }).then((next) => {
      if (next !== undefined) navigate(`/catalog/${id}/row/${next}${location.search}`, { replace: true });
    });
  };
  useKeys({ j: () => turn(1), k: () => turn(-1) });
  if (row.error) return <FailureNotice error={row.error} onRetry={() => void row.refetch()} />;
  if (!row.data) return <p className={controls.muted}>Asking the server</p>;
  const { cells, result, line, rank, explanation } = row.data;
  const detection = (catalog.data?.detection ?? null) as unknown as Detection | null;
  const isHidden = catalog.data?.blind === true && row.data.error === null;
  const name = cells[columnOf(detection, 'id') ?? ''] ?? `Line ${line}`;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div>
          <h1>{name}</h1>
          <p className={controls.muted}>
            <Link href={`/catalog/${id}${search ? `?${search}` : ''}`}>{catalog.data?.name ?? 'Catalogue'}</Link>, line{' '}
            {line}
            {rank !== null && `, rank ${rank}`}
          </p>
        </div>
        <Button keyName="k" onClick={() => turn(-1)}>
          Previous
        </Button>
        <Button keyName="j" onClick={() => turn(1)}>
          Next
        </Button>
      </div>
      <div className={styles.columns}>
        <div className={styles.stack}>
          {result ? (
            <Panel
              title={<VerdictBadge verdict={result.prediction} />}
              note={
                <ProbabilityText
                  why="interval comes with the explanation"
                  value={result.probability}
                  interval={
                    result.p16 !== null && result.p84 !== null ? { p16: result.p16, p84: result.p84 } : undefined
                  }
                />
              }
            >
              <div className={styles.stack}>
                <p>
                  At the 95 % level: {result.set.map((each) => each.replace('_', ' ')).join(' or ')}.{' '}
                  {result.in_distribution
                    ? 'The row resembles the training data.'
                    : 'The row does not resemble the training data.'}
                  {result.multiplicity ? ` ${result.multiplicity.sentence}` : ''}
                  {result.match ? ` ${result.match.sentence}` : ''}
                </p>
                {result.checks.map(({ name: check, sentence, withholds_decision }) => (
                  <p key={check} className={styles2.check} data-withholds={withholds_decision}>
                    {sentence}
                  </p>
                ))}
                {explanation ? (
                  <Contributions explanation={explanation} />
                ) : result.reasons.length > 0 ? (
                  <ul>
                    {result.reasons.map(({ group, title, log_odds }) => (
                      <li key={group}>
                        {title}: {signed(log_odds)}
                      </li>
                    ))}
                  </ul>
                ) : (
                  <p className={controls.muted}>This row is not explained; the rows with the highest ranks are.</p>
                )}
              </div>
            </Panel>
          ) : (
            <Panel title={isHidden ? 'Blind review' : 'Not scored'}>
              <p>
                {isHidden
                  ? 'The answer shows once you have voted on this row.'
                  : ((row.data.error as { detail?: string } | null)?.detail ?? 'The row waits to be scored.')}
              </p>
            </Panel>
          )}
          <Votes catalog={id} row={key} onNext={() => turn(1)} />
          <ArchiveLinks cells={cells} detection={detection} />
        </div>
        <Panel title="As uploaded" note="Cells unchanged">
          <dl className={`${styles.cells} ${styles.tall}`} tabIndex={0}>
            {Object.entries(cells).map(([column, cell]) => (
              <div key={column} style={{ display: 'contents' }}>
                <dt>{column}</dt>
                <dd>{cell ?? '–'}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      </div>
    </div>
  );
}

/** Links by the number of the star. They leave this page only on a click. */
function ArchiveLinks({ cells, detection }: { cells: Record<string, string | null>; detection: Detection | null }) {
  const star = cells[columnOf(detection, 'star_id') ?? '']?.replace(/\.0$/, '');
  if (!star) return null;
  const name = /^\d+$/.test(star)
    ? `${/koi|tce/i.test(detection?.kind ?? '') ? 'KIC' : /toi/i.test(detection?.kind ?? '') ? 'TIC' : ''} ${star}`.trim()
    : star;
  const links: [string, string][] = [
    ['ExoFOP', `https://exofop.ipac.caltech.edu/tess/target.php?id=${encodeURIComponent(name)}`],
    ['Simbad', `https://simbad.cds.unistra.fr/simbad/sim-id?Ident=${encodeURIComponent(name)}`],
  ];
  return (
    <Panel title={name}>
      <p className={styles.set}>
        {links.map(([text, href]) => (
          <a key={text} href={href} target="_blank" rel="noreferrer">
            {text}
          </a>
        ))}
      </p>
    </Panel>
  );
}
