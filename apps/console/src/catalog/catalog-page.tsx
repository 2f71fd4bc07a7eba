import { useCallback, useMemo } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { TaskError } from '@exoplanet/client';
import { Button, controls, Panel } from '../design/controls';
import { count } from '../design/format';
import { FailureNotice } from '../shell/failure-notice';
import styles from './catalog.module.css';
import { CatalogHead } from './catalog-head';
import { CatalogRows } from './catalog-rows';
import type { Catalog, Detection } from './catalog-types';
import { HowItWasRead } from './how-it-was-read';
import { RefusedRows } from './refused-rows';
import { searchOfSelection, type Selection, selectionOf } from './selection';
import { useCatalog } from './use-catalog';

/** One catalogue: progress, plots, grid, refused rows, how it was read. The address holds what is selected. */
export function CatalogPage() {
  const { catalog: id } = useParams<{ catalog: string }>();
  const catalog = useCatalog(id);
  if (catalog.error && !catalog.data)
    return <FailureNotice error={catalog.error} onRetry={() => void catalog.refetch()} />;
  if (!catalog.data) return <p className={controls.muted}>Loading</p>;
  return <CatalogView key={id} catalog={catalog.data} onChange={() => void catalog.refetch()} />;
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
      <CatalogHead catalog={catalog} onChange={onChange} selection={selection} />
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
      {selection.tab === 'refused' && <RefusedRows catalog={catalog} />}
      {selection.tab === 'reading' && !detection && <p className={controls.muted}>The table waits to be read.</p>}
      {selection.tab === 'rows' && (
        <CatalogRows catalog={catalog} detection={detection} selection={selection} select={select} />
      )}
    </div>
  );
}
