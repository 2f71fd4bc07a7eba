import { useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { TaskError } from '@exoplanet/client';
import type { ColumnTable } from '@exoplanet/contracts/columnar';
import { Button, controls, Panel, verdictText } from '../design/controls';
import { count, timeSpan, unitText } from '../design/format';
import { client, request } from '../server/client';
import { remember } from '../session/recent-work';
import { FailureNotice } from '../shell/failure-notice';
import { useKeys } from '../shell/key-bindings';
import { BrushPlot } from './brush-plot';
import styles from './catalog.module.css';
import { type Catalog, columnOf, type Detection } from './catalog-types';
import { Filters } from './filters';
import { Grid, type GridColumn, keyAt } from './grid';
import { HowItWasRead } from './how-it-was-read';
import { RefusedRows } from './refused-rows';
import { searchOfSelection, type Selection, selectionOf, withRange } from './selection';
import { isAtWork, useCatalog, useColumns } from './use-catalog';

/** One catalogue: progress, plots, grid, refused rows, how it was read. The address holds what is selected. */
export function CatalogPage() {
  const { catalog: id } = useParams<{ catalog: string }>();
  const catalog = useCatalog(id);
  if (catalog.error && !catalog.data)
    return <FailureNotice error={catalog.error} onRetry={() => void catalog.refetch()} />;
  if (!catalog.data) return <p className={controls.muted}>Asking the server</p>;
  return <CatalogView catalog={catalog.data} onChange={() => void catalog.refetch()} />;
}

function CatalogView({ catalog, onChange }: { catalog: Catalog; onChange: () => void }) {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const selection = useMemo(() => selectionOf(search), [search]);
  const select = useCallback(
    (change: Partial<Selection>) => {
      const next = searchOfSelection({ ...selectionOf(location.search), ...change });
      navigate(next ? `${path}?${next}` : path, { replace: change.tab === undefined });
    },
    [navigate, path],
  );
  const detection = catalog.detection as unknown as Detection | null;
  const tabs: [Selection['tab'], string][] = [
    ['rows', `Ranked ${count(catalog.progress.rows_scored)}`],
    ['refused', `Refused ${count(catalog.progress.rows_refused)}`],
    ['reading', 'How it was read'],
  ];
  return (
    <div className={styles.page}>
      <Head catalog={catalog} onChange={onChange} selection={selection} />
      {catalog.error && <FailureNotice error={new TaskError({ error: catalog.error } as never)} />}
      <nav className={styles.set} aria-label="Parts of the catalogue">
        {tabs.map(([tab, text]) => (
          <Button key={tab} aria-pressed={selection.tab === tab} onClick={() => select({ tab })}>
            {text}
          </Button>
        ))}
      </nav>
      {selection.tab === 'reading' && detection && (
        <Panel title="How the columns were read">
          <HowItWasRead detection={detection} />
        </Panel>
      )}
      {selection.tab === 'refused' && <RefusedRows id={catalog.catalog_id} name={catalog.name} />}
      {selection.tab === 'rows' && (
        <Rows catalog={catalog} detection={detection} selection={selection} select={select} />
      )}
    </div>
  );
}

function Head({ catalog, selection, onChange }: { catalog: Catalog; selection: Selection; onChange: () => void }) {
  const { catalog_id: id, name, state, progress, counts } = catalog;
  const cancel = useMutation({
    mutationFn: () => client().http.POST('/catalogs/{catalog_id}/cancel', { params: { path: { catalog_id: id } } }),
    onSettled: onChange,
  });
  const save = useMutation({
    mutationFn: async () => {
      const query = new URLSearchParams([...selection.filters.map((filter) => ['filter', filter]), ['format', 'csv']]);
      if (selection.sort) query.set('sort', selection.sort);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await (await request(`/catalogs/${id}/export?${query}`)).blob());
      link.download = `${name.replace(/\.(csv|tab|txt)?(\.gz)?$/i, '')}-ranked.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
  });
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
            {count(progress.rows_scored)} scored, {count(progress.rows_refused)} refused: {count(counts.likely_planet)}{' '}
            {verdictText('likely_planet').toLowerCase()}, {count(counts.likely_false_positive)}{' '}
            {verdictText('likely_false_positive').toLowerCase()}, {count(counts.undecided)}{' '}
            {verdictText('undecided').toLowerCase()}.
          </p>
        </div>
        {isWorking && (
          <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        )}
        <Button disabled={save.isPending || progress.rows_scored === 0} onClick={() => save.mutate()}>
          {save.isPending ? 'Saving' : selection.filters.length > 0 ? 'Save this selection' : 'Save the table'}
        </Button>
      </div>
      {isWorking && (
        <div>
          <progress className={styles.progress} aria-label="Progress" {...(of ? { value: done / of } : {})} max={1} />
          <p className={controls.muted}>
            {state === 'reading'
              ? `Reading: ${count(progress.rows_read)} rows`
              : `${state === 'scoring' ? 'Scoring' : 'Explaining'}: ${count(done)} of ${of ? count(of) : '?'}`}
            , {count(progress.rows_per_second)} rows a second
            {progress.seconds_left !== undefined && `, ${timeSpan(progress.seconds_left)} left`}. The work goes on if
            you leave this page.
          </p>
        </div>
      )}
      {(cancel.error ?? save.error) && <FailureNotice error={cancel.error ?? save.error} />}
    </>
  );
}

interface RowsProps {
  catalog: Catalog;
  detection: Detection | null;
  selection: Selection;
  select: (change: Partial<Selection>) => void;
}

const numbersOf = (table: ColumnTable | undefined, name: string | undefined): ArrayLike<number> & Iterable<number> => {
  const column = table?.columns.find((each) => each.name === name);
  return column && column.type !== 'dictionary' ? column.values : [];
};

function Rows({ catalog, detection, selection, select }: RowsProps) {
  const id = catalog.catalog_id;
  const [, navigate] = useLocation();
  const [focused, setFocused] = useState(0);
  const numbers = catalog.columns
    .filter(({ type, role }) => type === 'number' && (role === 'used' || role === 'kept'))
    .map(({ name }) => name);
  const period = columnOf(detection, 'period');
  const radius = columnOf(detection, 'radius');
  const [chosenPair, setPair] = useState<[string, string]>();
  const pair = chosenPair ?? [
    columnOf(detection, 'duration') ?? numbers[0] ?? '',
    columnOf(detection, 'depth') ?? numbers[1] ?? '',
  ];
  const columns = useMemo(
    () => gridColumns(catalog, detection, selection.columns),
    [catalog, detection, selection.columns],
  );
  // The data change while rows are scored and explained; each step of the progress is a version of them.
  const version =
    catalog.progress.rows_scored === 0
      ? ''
      : isAtWork(catalog)
        ? `${catalog.state}-${Math.floor(Date.now() / 2_000)}`
        : catalog.state;
  const shown = useColumns(
    id,
    columns.map(({ name }) => name),
    selection,
    version,
  );
  const plotted = [...new Set([period, radius, ...pair, 'probability'])].filter((name): name is string => !!name);
  const all = useColumns(id, plotted, { sort: '', filters: [] }, version);
  const chosen = useMemo(() => {
    if (selection.filters.length === 0 || !shown.data || !all.data) return undefined;
    const keys = new Set(shown.data.columns[0].values);
    const positions = new Set<number>();
    all.data.columns[0].values.forEach((key, position) => keys.has(key) && positions.add(position));
    return positions;
  }, [shown.data, all.data, selection.filters]);
  const rows = shown.data?.rows ?? 0;
  const move = (by: number) => setFocused((last) => Math.max(0, Math.min(rows - 1, last + by)));
  const open = (position: number) => {
    const key = shown.data && keyAt(shown.data, position);
    if (key === undefined) return;
    remember({ kind: 'catalog', name: catalog.name, href: `/catalog/${id}${location.search}` });
    navigate(`/catalog/${id}/row/${key}${location.search}`);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    e: () => open(focused),
    f: () => document.getElementById('filter-column')?.focus(),
    '/': () => document.getElementById('filter-value')?.focus(),
  });
  const axis = (name: string | undefined, log: boolean) => ({
    name: name ?? '',
    values: numbersOf(all.data, name),
    log,
  });
  const brush = (x: string | undefined, y: string | undefined) => (xs: [number, number], ys?: [number, number]) => {
    let filters: readonly string[] = selection.filters;
    if (x) filters = withRange(filters, x, ...xs);
    if (y && ys) filters = withRange(filters, y, ...ys);
    setFocused(0);
    select({ filters: [...filters] });
  };
  if (version === '') return <p className={controls.muted}>The first rows appear as soon as they are scored.</p>;
  return (
    <>
      {all.data && (
        <div className={styles.plots}>
          <Panel title="Radius and period" note="drag to filter">
            <BrushPlot
              name="Radius and period"
              x={axis(period, true)}
              y={axis(radius, true)}
              chosen={chosen}
              onBrush={brush(period, radius)}
            />
          </Panel>
          <Panel title="Probability" note="drag to filter">
            <BrushPlot
              name="Probability"
              x={axis('probability', false)}
              chosen={chosen}
              onBrush={brush('probability', undefined)}
            />
          </Panel>
          <Panel
            title="A pair"
            note={
              <span className={styles.set}>
                {pair.map((name, side) => (
                  <select
                    key={side}
                    className={controls.field}
                    aria-label={side === 0 ? 'Horizontal' : 'Vertical'}
                    value={name}
                    onChange={({ target }) => setPair(side === 0 ? [target.value, pair[1]] : [pair[0], target.value])}
                  >
                    {numbers.map((each) => (
                      <option key={each}>{each}</option>
                    ))}
                  </select>
                ))}
              </span>
            }
          >
            <BrushPlot
              name="A pair"
              x={axis(pair[0], true)}
              y={axis(pair[1], true)}
              chosen={chosen}
              onBrush={brush(pair[0], pair[1])}
            />
          </Panel>
        </div>
      )}
      <Filters
        catalog={catalog}
        selection={selection}
        rows={shown.data?.rows}
        onFilters={(filters) => select({ filters })}
      />
      {shown.error && <FailureNotice error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.data && rows === 0 && (
        <Panel title="Nothing matches">
          <div className={styles.set}>
            <span>Drop a filter:</span>
            {selection.filters.map((filter) => (
              <Button
                key={filter}
                onClick={() => select({ filters: selection.filters.filter((each) => each !== filter) })}
              >
                {filter}
              </Button>
            ))}
          </div>
        </Panel>
      )}
      {shown.data && rows > 0 && (
        <Grid
          table={shown.data}
          columns={columns}
          sort={selection.sort}
          focused={Math.min(focused, rows - 1)}
          onFocus={setFocused}
          onSort={(sort) => select({ sort })}
          onOpen={open}
        />
      )}
    </>
  );
}

const RESULTS: GridColumn[] = [
  { name: 'rank', title: 'Rank', type: 'number', width: 64 },
  { name: 'probability', title: 'Probability', type: 'number', width: 90 },
  { name: 'p16', title: '16 %', type: 'number', width: 64 },
  { name: 'p84', title: '84 %', type: 'number', width: 64 },
  { name: 'prediction', title: 'Prediction', type: 'text', width: 160 },
];
/** Uploaded fields that the grid shows unless the address names others. */
const USUAL = ['id', 'period', 'radius', 'depth', 'duration', 'snr'];

function gridColumns(catalog: Catalog, detection: Detection | null, named: readonly string[]): GridColumn[] {
  const wanted =
    named.length > 0
      ? named
      : USUAL.map((field) => columnOf(detection, field)).filter((name): name is string => !!name);
  const uploaded = wanted
    .map((name) => catalog.columns.find((column) => column.name === name))
    .filter((column) => column !== undefined)
    .map(({ name, type, unit }): GridColumn => ({
      name,
      title: unit ? `${name} [${unitText(unit)}]` : name,
      type,
      width: 120,
    }));
  const id = uploaded.filter(({ type }) => type === 'text');
  const rest = uploaded.filter(({ type }) => type !== 'text');
  return [RESULTS[0], ...id, ...RESULTS.slice(1), ...rest];
}
