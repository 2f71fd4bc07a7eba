import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, controls, Panel } from '../design/controls';
import { remember } from '../session/recent-work';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import styles from './catalog.module.css';
import { CatalogPlots } from './catalog-plots';
import { apiName, type Catalog, columnOf, type Detection } from './catalog-types';
import { Filters } from './filters';
import { Grid } from './grid';
import { type GridColumn, gridColumns, RESULT_NAMES } from './grid-columns';
import { apiQuery, filterText, type Selection, withRange } from './selection';
import { tableWorker } from './table/table-worker';
import { useColumns, useOrder } from './table/use-table';
import { uploadVersionOf, versionOf } from './version';

interface RowsProps {
  catalog: Catalog;
  detection: Detection | null;
  selection: Selection;
  select: (change: Partial<Selection>) => void;
}

/** The rows that the filters leave: plots to brush, the filters in words, the grid. */
export function CatalogRows({ catalog, detection, selection, select }: RowsProps) {
  const id = catalog.catalog_id;
  const [, navigate] = useLocation();
  const [focused, setFocused] = useState(0);
  const nameColumn = columnOf(detection, 'id');
  const columns = useMemo(
    () => gridColumns(catalog, detection, selection.columns),
    [catalog, detection, selection.columns],
  );
  const version = versionOf(catalog);
  const total = catalog.progress.rows_total;
  const order = useOrder(id, apiQuery(selection).toString(), version, total);
  const [uploaded, results] = [false, true].map((isResult) =>
    columns.map(({ name }) => name).filter((name) => RESULT_NAMES.has(name) === isResult),
  );
  const cells = useColumns(id, uploaded, uploadVersionOf(catalog), total);
  const answers = useColumns(id, results, version, total);
  const rows = order.data?.rows ?? 0;
  const move = (by: number) => setFocused((last) => Math.max(0, Math.min(rows - 1, last + by)));
  const open = (position: number) => {
    if (!order.data) return;
    void tableWorker.ask('keyAt', { order: order.data.name, position }).then((key) => {
      if (key === undefined) return;
      remember({ kind: 'catalog', name: catalog.name, href: `/catalog/${id}${location.search}` });
      navigate(`/catalog/${id}/row/${key}${location.search}`);
    });
  };
  const like = ({ name, type }: GridColumn, position: number) => {
    if (!order.data) return;
    void tableWorker.ask('valueAt', { order: order.data.name, position, name }).then((value) => {
      if (value === undefined) return;
      setFocused(0);
      select({ filters: [...selection.filters, `${name}:${type === 'number' ? 'ge' : 'eq'}:${value}`] });
    });
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    e: () => open(focused),
    f: () => document.getElementById('filter-column')?.focus(),
    '/': () => document.getElementById('search-name')?.focus(),
  });
  const brush = (ranges: [column: string, from: number, to: number][]) => {
    setFocused(0);
    select({
      filters: ranges.reduce<readonly string[]>((filters, range) => withRange(filters, ...range), selection.filters),
    });
  };
  const error = order.error ?? cells.error ?? answers.error;
  const isShown = order.data && cells.data !== undefined && (results.length === 0 || answers.data !== undefined);
  if (version === '')
    return (
      <Panel title={catalog.progress.rows_read === 0 ? 'Waiting to be read' : 'Being ranked'}>
        <p className={controls.muted}>The first rows appear as soon as they are scored.</p>
      </Panel>
    );
  return (
    <>
      <CatalogPlots
        catalog={catalog}
        detection={detection}
        // The plots wait for the first rows.
        version={isShown ? version : ''}
        order={selection.filters.length > 0 ? order.data?.name : undefined}
        pair={selection.pair}
        onPair={(pair) => select({ pair })}
        onBrush={brush}
      />
      <Filters
        catalog={catalog}
        nameColumn={nameColumn && apiName(catalog, nameColumn)}
        selection={selection}
        shown={columns}
        rows={order.data?.rows}
        select={select}
        onOpen={() => open(focused)}
      />
      {error !== undefined && (
        <FailureNotice error={error} onRetry={() => [order, cells, answers].forEach(({ retry }) => retry())} />
      )}
      {order.data && rows === 0 && <NothingMatches selection={selection} select={select} />}
      {order.data && isShown && rows > 0 && (
        <Grid
          order={order.data}
          revision={`${cells.data} ${answers.data}`}
          columns={columns}
          sort={selection.sort}
          focused={Math.min(focused, rows - 1)}
          onFocus={setFocused}
          onSort={(sort) => select({ sort })}
          onOpen={open}
          onLike={like}
        />
      )}
    </>
  );
}

function NothingMatches({ selection: { filters }, select }: Pick<RowsProps, 'selection' | 'select'>) {
  return (
    <Panel title="Nothing matches">
      <div className={styles.set}>
        <span>No row passes all filters. Drop one:</span>
        {filters.map((filter) => (
          <Button key={filter} onClick={() => select({ filters: filters.filter((each) => each !== filter) })}>
            {filterText(filter)}
          </Button>
        ))}
      </div>
    </Panel>
  );
}
