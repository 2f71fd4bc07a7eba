import { Button, controls, Panel } from '../design/controls';
import { DataTable } from '../design/data-table';
import { count } from '../design/format';
import { saveFile } from '../design/save-file';
import { FailureNotice } from '../shell/failure-notice';
import styles from './catalog.module.css';
import { useRefused } from './use-catalog';

interface Refusal {
  column?: string;
  value?: string;
  allowed?: string;
  detail: string;
}

/** The rows that could not be read, each with its line, what is wrong and what is allowed; they can be saved as a file. */
export function RefusedRows({ id, name }: { id: string; name: string }) {
  const refused = useRefused(id, true);
  if (refused.error) return <FailureNotice error={refused.error} onRetry={() => void refused.refetch()} />;
  if (!refused.data) return <p className={controls.muted}>Loading</p>;
  const { rows, total } = refused.data;
  const save = () => {
    const text = rows.map(
      ({ line, cells }) =>
        `${line},${Object.values(cells)
          .map((cell) => quoted(cell ?? ''))
          .join(',')}`,
    );
    const header = `line,${Object.keys(rows[0]?.cells ?? {})
      .map(quoted)
      .join(',')}`;
    saveFile(new Blob([`${[header, ...text].join('\n')}\n`], { type: 'text/csv' }), `${name}-refused.csv`);
  };
  return (
    <Panel
      title={`${count(total)} rows were refused`}
      note={rows.length > 0 ? <Button onClick={save}>Save these lines</Button> : undefined}
    >
      {rows.length === 0 ? (
        <p className={controls.muted}>Every row of the table could be read.</p>
      ) : (
        <DataTable
          label="Refused rows"
          className={styles.tall}
          rows={rows.map(({ key, line, error }) => ({
            key,
            line,
            ...((error ?? { detail: '' }) as unknown as Refusal),
          }))}
          keyOf={({ key }) => key}
          columns={[
            { title: 'Line', isNumber: true, cell: ({ line }) => line },
            { title: 'Column', cell: ({ column }) => column },
            { title: 'Value', cell: ({ value }) => value },
            { title: 'What is wrong', cell: ({ detail }) => detail },
            { title: 'Allowed', cell: ({ allowed }) => allowed },
          ]}
        />
      )}
    </Panel>
  );
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
