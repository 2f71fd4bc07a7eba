import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button, controls, Panel } from '../design/controls';
import { pendingTable } from '../session/pending-table';
import { remember } from '../session/recent-work';
import { FailureNotice } from '../shell/failure-notice';
import styles from './catalog.module.css';
import { type Mapping, merged } from './catalog-types';
import { HowItWasRead } from './how-it-was-read';
import { detectTable, uploadTable } from './use-catalog';

const SOURCES = ['KEPLER', 'TESS', 'K2'] as const;

/** How a table is read with a mapping; while another one is tried, the last reading stays. */
const useDetection = (file: File | undefined, mapping: Mapping) =>
  useQuery({
    queryKey: ['detect', file?.name, file?.size, file?.lastModified, mapping],
    queryFn: () => detectTable(file!, mapping),
    enabled: file !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

const NO_MAPPING: Mapping = {};

/** A dropped table before it is ranked: how it would be read, with one-click fixes. */
export function NewCatalogPage() {
  const file = pendingTable();
  const [mapping, setMapping] = useState(NO_MAPPING);
  const [, navigate] = useLocation();
  // The next page, so that it is here when the table is accepted.
  useEffect(() => void import('./catalog-page'), []);
  const first = useDetection(file, NO_MAPPING);
  const detection = useDetection(file, mapping);
  // Where a correction failed, it can be changed.
  const shown = detection.data ?? first.data;
  const upload = useMutation({
    mutationFn: () => uploadTable(file!, mapping),
    onSuccess: (id) => {
      remember({ kind: 'catalog', name: file!.name, href: `/catalog/${id}` });
      navigate(`/catalog/${id}`, { replace: true });
    },
  });
  if (!file)
    return (
      <Panel title="No table is waiting">
        <p>
          A table that was dropped is not kept when the page is loaded again. <Link href="/">Drop it once more</Link>
        </p>
      </Panel>
    );
  const isMade = file.name.startsWith('made-');
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div>
          <h1>{file.name}</h1>
          <p className={controls.muted}>
            {isMade ? 'Made by this console, not observed. ' : ''}This is how it is read. Nothing has been scored yet.
          </p>
        </div>
        <label>
          <span className={controls.muted}>Mission </span>
          <select
            className={controls.field}
            value={mapping.source ?? ''}
            onChange={({ target }) => setMapping({ ...mapping, source: SOURCES.find((name) => name === target.value) })}
          >
            <option value="">as the table says</option>
            {SOURCES.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <Button
          look="primary"
          disabled={!detection.data || detection.isPlaceholderData || upload.isPending}
          onClick={() => upload.mutate()}
        >
          {upload.isPending ? 'Sending' : 'Rank it'}
        </Button>
      </div>
      {upload.error && <FailureNotice error={upload.error} />}
      {detection.error && <FailureNotice error={detection.error} onRetry={() => void detection.refetch()} />}
      {detection.isLoading && <p className={controls.muted}>Reading the first rows</p>}
      {shown && (
        <Panel title="How the columns are read">
          <HowItWasRead
            detection={shown}
            first={first.data}
            mapping={mapping}
            onFix={(change) => setMapping((last) => merged(last, change))}
          />
        </Panel>
      )}
    </div>
  );
}
