import { join } from 'node:path';
import { CommandError } from '../program/failure';
import { download } from './download';
import { pageText, type RetryOptions, textOf, TransientError, withRetries } from './request';

/** Tables of the NASA Exoplanet Archive by the names that people use, with their names in its TAP service. */
export const ARCHIVE_TABLES: Readonly<Record<string, string>> = {
  koi: 'cumulative',
  toi: 'toi',
  k2: 'k2pandc',
  ps: 'ps',
  pscomppars: 'pscomppars',
  'tce-dr24': 'q1_q17_dr24_tce',
  'tce-dr25': 'q1_q17_dr25_tce',
};

/**
 * Fetches a whole table as CSV into a folder. The archive does not say how long its answer is, so its rows are counted and compared with
 * what it says on being asked for their number. https://exoplanetarchive.ipac.caltech.edu/docs/TAP/usingTAP.html
 * @returns the path of the file
 * @throws CommandError
 */
export async function fetchTable(address: string, table: string, folder: string, retry: RetryOptions): Promise<string> {
  const expected = await countRows(address, table, retry);
  const path = join(folder, `${table}.csv`);
  const fault = (bytes: Uint8Array) => tableFault(bytes, expected);
  await download({ url: queryUrl(address, `select * from ${table}`), path, fault, keepsFaulty: false }, retry);
  return path;
}

const queryUrl = (address: string, query: string): string =>
  `${address.replace(/\/$/, '')}/TAP/sync?${new URLSearchParams({ query, format: 'csv' }).toString()}`;

function countRows(address: string, table: string, retry: RetryOptions): Promise<number> {
  return withRetries(
    queryUrl(address, `select count(*) from ${table}`),
    () => ({}),
    async (response) => {
      const text = await textOf(response);
      const fault = tapError(text);
      if (fault !== undefined) throw new CommandError(`the archive refuses the query: ${fault}`);
      const count = Number(text.trim().split(/\r?\n/).at(-1));
      if (response.ok && Number.isInteger(count)) return count;
      throw new TransientError(`answered with ${response.status}: "${pageText(text)}"`);
    },
    retry,
  );
}

/** A TAP service reports an error as a VOTable, sometimes with status 200. https://www.ivoa.net/documents/DALI/ section 4.2 */
const tapError = (text: string): string | undefined =>
  /<INFO[^>]*\bvalue="ERROR"[^>]*>([^]*?)<\/INFO>/i.exec(text)?.[1].trim().slice(0, 500);

function tableFault(bytes: Uint8Array, expected: number): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  const error = tapError(text.slice(0, 10_000));
  if (error !== undefined) return `the archive reports an error: ${error}`;
  const rows = countLines(text) - 1;
  return rows === expected ? undefined : `it has ${rows} of ${expected} rows`;
}

/** Lines of CSV; a quoted cell may hold line ends (RFC 4180). */
function countLines(text: string): number {
  let lines = 0;
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\n' && !isQuoted) lines++;
  }
  return text === '' || text.endsWith('\n') ? lines : lines + 1;
}
