import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, useParams, useSearch } from 'wouter';
import { Button, controls, Panel } from '../design/controls';
import { unitText } from '../design/format';
import { request } from '../server/client';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import { QueryFailure } from '../shell/query-failure';
import { ArchiveLinks } from './archive-links';
import styles from './catalog.module.css';
import { columnOf, type Detection } from './catalog-types';
import { RowAnswer } from './row-answer';
import { RowCurve } from './row-curve';
import { SameStar } from './same-star';
import { apiQuery, selectionOf } from './selection';
import { tableWorker } from './table/table-worker';
import { useOrder } from './table/use-table';
import { useCatalog, useRow } from './use-catalog';
import { versionOf } from './version';
import { Votes } from './votes';

/** One row: its answer with reasons and checks, its relatives, its cells as uploaded, its light curve, votes. */
export function RowPage() {
  const { catalog: id, key } = useParams<{ catalog: string; key: string }>();
  const search = useSearch();
  const [, navigate] = useLocation();
  const catalog = useCatalog(id);
  const row = useRow(id, key, catalog.data);
  const order = useOrder(id, apiQuery(selectionOf(search)).toString(), catalog.data ? versionOf(catalog.data) : '');
  const explain = useMutation({
    mutationFn: () => request(`/catalogs/${id}/rows/${key}/explain`, { method: 'POST' }),
    onSuccess: () => row.refetch(),
  });
  const turn = (by: number) => {
    if (!order.data) return;
    void tableWorker.ask('neighbour', { order: order.data.name, key: Number(key), by }).then((next) => {
      if (next !== undefined) navigate(`/catalog/${id}/row/${next}${location.search}`, { replace: true });
    });
  };
  const isBlind = catalog.data?.blind === true;
  const canExplain = row.data?.result != null && !row.data.explanation && !explain.isPending;
  useKeys({ j: () => turn(1), k: () => turn(-1), e: () => canExplain && explain.mutate() });
  if (catalog.data?.state === 'reading') return <p className={controls.muted}>The table is still being read.</p>;
  if ((catalog.error && !catalog.data) || (row.error && !row.data)) return <QueryFailure of={[catalog, row]} />;
  if (!catalog.data || !row.data) return <p className={controls.muted}>Loading</p>;
  const { cells, line, rank } = row.data;
  const detection = catalog.data.detection as unknown as Detection | null;
  const unitOf = (column: string) =>
    unitText(catalog.data.columns.find(({ name, role }) => name === column && role !== 'result')?.unit ?? '');
  const name = cells[columnOf(detection, 'id') ?? ''] ?? `Line ${line}`;
  const period = detection?.columns.find(({ field, role }) => role === 'used' && field === 'period');
  const isInDays = period !== undefined && (period.unit_from ?? 'd') === 'd';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div>
          <h1>{name}</h1>
          <p className={controls.muted}>
            <Link href={`/catalog/${id}${search ? `?${search}` : ''}`}>{catalog.data.name}</Link>, line {line}
            {rank !== null && `, rank ${rank}`}
          </p>
        </div>
        {row.data.result && !row.data.explanation && (
          <Button keyName="e" disabled={!canExplain} onClick={() => explain.mutate()}>
            {explain.isPending ? 'Explaining' : 'Explain'}
          </Button>
        )}
        <div className={styles.turn}>
          <Button keyName="k" onClick={() => turn(-1)}>
            Previous
          </Button>
          <Button keyName="j" onClick={() => turn(1)}>
            Next
          </Button>
        </div>
      </div>
      {explain.error && <FailureNotice error={explain.error} />}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <RowAnswer row={row.data} isBlind={isBlind} />
          <Votes catalog={id} row={key} hasVotes={row.data.votes !== null} onNext={() => turn(1)} />
          <SameStar catalog={catalog.data} row={row.data} detection={detection} search={search} />
          <ArchiveLinks cells={cells} detection={detection} />
        </div>
        <div className={styles.stack}>
          <RowCurve name={name} period={isInDays ? Number(cells[period.name]) || undefined : undefined} />
          <Panel title="As uploaded" note="Cells unchanged">
            <dl className={`${styles.cells} ${styles.tall}`} tabIndex={0}>
              {Object.entries(cells).map(([column, cell]) => (
                <div key={column} className={styles.pair}>
                  <dt>{column}</dt>
                  <dd>
                    {cell ?? '–'} <span className={controls.unit}>{cell ? unitOf(column) : ''}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </Panel>
        </div>
      </div>
    </div>
  );
}
