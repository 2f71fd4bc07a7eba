import { Button, controls, Panel } from '../design/controls';
import { count } from '../design/format';
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
  if (!refused.data) return <p className={controls.muted}>Asking the server</p>;
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
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${[header, ...text].join('\n')}\n`], { type: 'text/csv' }));
    link.download = `${name}-refused.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  return (
    <Panel
      title={`${count(total)} rows were refused`}
      note={rows.length > 0 ? <Button onClick={save}>Save these lines</Button> : undefined}
    >
      {rows.length === 0 ? (
        <p className={controls.muted}>Every row of the table could be read.</p>
      ) : (
        <div className={styles.tall} role="region" aria-label="Refused rows" tabIndex={0}>
          <table className={controls.table}>
            <thead>
              <tr>
                <th scope="col" className={controls.right}>
                  Line
                </th>
                <th scope="col">Column</th>
                <th scope="col">Value</th>
                <th scope="col">What is wrong</th>
                <th scope="col">Allowed</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, line, error }) => {
                const { column, value, detail, allowed } = (error ?? { detail: '' }) as unknown as Refusal;
                return (
                  <tr key={key}>
                    <td className={controls.right}>{line}</td>
                    <td>{column}</td>
                    <td>{value}</td>
                    <td>{detail}</td>
                    <td>{allowed}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
