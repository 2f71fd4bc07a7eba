import { useMutation } from '@tanstack/react-query';
import { Button, controls, Panel } from '../design/controls';
import { DataTable } from '../design/data-table';
import { count, significant, unitText } from '../design/format';
import { saveFile } from '../design/save-file';
import { FailureNotice } from '../shell/failure-notice';
import styles from './catalog.module.css';
import type { Catalog, CatalogRow } from './catalog-types';
import { allRefused, useRefused } from './use-catalog';

interface Refusal {
  column?: string;
  value?: string;
  allowed?: string;
  detail: string;
}

/** What is allowed, with large numbers and units as the page prints them. */
const typeset = (allowed: string): string =>
  allowed.replace(/\d{7,}/g, (digits) => significant(Number(digits), 2)).replace(/\S+$/, unitText);

const refusalOf = ({ error }: CatalogRow): Refusal => (error ?? { detail: '' }) as unknown as Refusal;

/** The rows that could not be read, each with its line, what is wrong and what is allowed; they can be saved as a file. */
export function RefusedRows({ catalog }: { catalog: Catalog }) {
  const { catalog_id: id, name, state, progress } = catalog;
  const isRead = state !== 'reading';
  const refused = useRefused(id, progress.rows_refused, isRead);
  const save = useMutation({
    mutationFn: async () =>
      saveFile(new Blob([csvOf(await allRefused(id))], { type: 'text/csv' }), `${name}-refused.csv`),
  });
  if (!isRead) return <p className={controls.muted}>The table is still being read.</p>;
  if (refused.error) return <FailureNotice error={refused.error} onRetry={() => void refused.refetch()} />;
  if (!refused.data) return <p className={controls.muted}>Loading</p>;
  const { rows, total } = refused.data;
  return (
    <Panel
      title={total === 1 ? '1 row was refused' : `${count(total)} rows were refused`}
      note={
        rows.length > 0 ? (
          <Button disabled={save.isPending} onClick={() => save.mutate()}>
            Save these lines
          </Button>
        ) : undefined
      }
    >
      {save.error && <FailureNotice error={save.error} />}
      {rows.length === 0 ? (
        <p className={controls.muted}>Every row of the table could be read.</p>
      ) : (
        <DataTable
          label="Refused rows"
          className={styles.tall}
          rows={rows.map((row) => ({ key: row.key, line: row.line, ...refusalOf(row) }))}
          keyOf={({ key }) => key}
          columns={[
            { title: 'Line', isNumber: true, cell: ({ line }) => line },
            { title: 'Column', cell: ({ column }) => column },
            { title: 'Value', cell: ({ value }) => value },
            { title: 'Expected', cell: ({ allowed, detail }) => (allowed === undefined ? detail : typeset(allowed)) },
          ]}
        />
      )}
      {total > rows.length && (
        <p className={controls.muted}>The first {count(rows.length)} are shown; the saved file has all.</p>
      )}
    </Panel>
  );
}

/** The lines as they were uploaded, with their numbers and what is wrong with each. */
function csvOf(rows: readonly CatalogRow[]): string {
  const header = ['line', ...Object.keys(rows[0]?.cells ?? {}), 'what_is_wrong'];
  const lines = rows.map((row) => [String(row.line), ...Object.values(row.cells), refusalOf(row).detail]);
  return [header, ...lines].map((line) => `${line.map((cell) => quoted(cell ?? '')).join(',')}\n`).join('');
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
