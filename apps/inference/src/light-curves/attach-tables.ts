import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CURVE_TABLES, encodeColumns } from '@exoplanet/contracts';
import type { JobContext } from '@exoplanet/job-transport';
import type { CurveTables } from '@exoplanet/vetting';

const gzipped = promisify(gzip);

/** Attaches the tables to the result of the job: in the binary form of columns, compressed, as the gateway sends them. */
export async function attachTables(context: Pick<JobContext, 'attach'>, tables: CurveTables): Promise<void> {
  await Promise.all(
    CURVE_TABLES.map(async (name) => {
      const table = tables[name];
      if (table) context.attach(name, await gzipped(encodeColumns(table)));
    }),
  );
}
