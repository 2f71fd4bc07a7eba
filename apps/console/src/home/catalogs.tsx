import { Link } from 'wouter';
import { useCatalogs } from '../catalog/use-catalog';
import { controls, Panel } from '../design/controls';
import { DataTable } from '../design/data-table';
import { count } from '../design/format';
import { QueryFailure } from '../shell/query-failure';
import styles from './home.module.css';

/** The catalogues that the server has, however they were uploaded, newest first. */
export function Catalogs() {
  const catalogs = useCatalogs();
  return (
    <Panel title="Catalogues" note="Kept by the server">
      {catalogs.data ? (
        catalogs.data.length === 0 ? (
          <p className={controls.muted}>
            None yet. Drop a table above, or send one: <code>npx exoplanet catalog add koi.csv</code>
          </p>
        ) : (
          <DataTable
            label="Catalogues"
            className={styles.catalogs}
            rows={catalogs.data}
            keyOf={({ catalog_id: id }) => id}
            columns={[
              {
                title: 'Name',
                isHead: true,
                cell: ({ catalog_id: id, name }) => <Link href={`/catalog/${id}`}>{name}</Link>,
              },
              {
                title: 'Rows',
                isNumber: true,
                cell: ({ progress: { rows_total: total, rows_read: read } }) => count(total ?? read),
              },
              { title: 'State', cell: ({ state }) => state },
              { title: 'Uploaded', cell: ({ created_at: at }) => `${at.slice(0, 16).replace('T', ' ')} UTC` },
            ]}
          />
        )
      ) : catalogs.error ? (
        <QueryFailure of={[catalogs]} />
      ) : (
        <p className={controls.muted}>Loading</p>
      )}
    </Panel>
  );
}
