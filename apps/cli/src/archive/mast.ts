import { join } from 'node:path';
import { CommandError } from '../program/failure';
import { download } from './download';
import { fitsFault } from './fits-integrity';
import { pageText, type RetryOptions, textOf, TransientError, withRetries } from './request';

/** A star by the number of its catalogue. */
export interface Star {
  catalogue: 'KIC' | 'EPIC' | 'TIC';
  number: number;
}

export const CADENCES = ['long', 'short'] as const;
export type Cadence = (typeof CADENCES)[number];

/** How MAST names a star, and the files of its light curves: Kepler and K2 of half an hour or a minute, TESS of two minutes or 20 s. */
const SURVEYS: Record<
  Star['catalogue'],
  { collection: string; target: (number: number) => string; files: Record<Cadence, RegExp> }
> = {
  KIC: {
    collection: 'Kepler',
    target: (number) => `kplr${String(number).padStart(9, '0')}`,
    files: { long: /_llc\.fits$/, short: /_slc\.fits$/ },
  },
  EPIC: {
    collection: 'K2',
    target: (number) => `ktwo${String(number).padStart(9, '0')}`,
    files: { long: /_llc\.fits$/, short: /_slc\.fits$/ },
  },
  TIC: { collection: 'TESS', target: String, files: { long: /(?<!fast-|_fast)lc\.fits$/, short: /_fast-lc\.fits$/ } },
};

/** Rows of one answer. */
const PAGE = 1000;
/** Maximum number of times that the answer to one query is requested while MAST works on it. */
const MAX_POLLS = 60;
const MAX_LIST_BYTES = 64 * 1024 * 1024;

/** Reads "KIC 757450", "EPIC201367065" or "TIC 25155310". @throws CommandError */
export function starFrom(text: string): Star {
  const [, catalogue, number] = /^\s*(KIC|EPIC|TIC)[\s_-]*0*(\d{1,10})\s*$/i.exec(text) ?? [];
  if (number === undefined)
    throw new CommandError(
      `expected a star such as "KIC 757450", "EPIC 201367065" or "TIC 25155310", found ${JSON.stringify(text)}`,
    );
  return { catalogue: catalogue.toUpperCase() as Star['catalogue'], number: Number(number) };
}

export interface Product {
  name: string;
  uri: string;
  size?: number;
}

/**
 * The light curves of a star in the Mikulski Archive for Space Telescopes, in the order of their names, which is that of time.
 * https://mast.stsci.edu/api/v0/ @throws CommandError where it has none
 */
export async function curvesOf(address: string, star: Star, cadence: Cadence, retry: RetryOptions): Promise<Product[]> {
  const { collection, target, files } = SURVEYS[star.catalogue];
  const filters = [
    { paramName: 'obs_collection', values: [collection] },
    { paramName: 'target_name', values: [target(star.number)] },
    { paramName: 'dataproduct_type', values: ['timeseries'] },
  ];
  const observations = await ask(
    address,
    'Mast.Caom.Filtered',
    { columns: 'obsid,obs_id,target_name', filters },
    retry,
  );
  const ids = observations.flatMap(({ obsid }) =>
    typeof obsid === 'number' || typeof obsid === 'string' ? [String(obsid)] : [],
  );
  const listed = ids.length === 0 ? [] : await ask(address, 'Mast.Caom.Products', { obsid: ids.join(',') }, retry);
  const found = new Map<string, Product>();
  for (const { productFilename: name, dataURI: uri, size } of listed)
    if (typeof name === 'string' && typeof uri === 'string' && files[cadence].test(name) && /^[\w.-]+$/.test(name))
      found.set(name, { name, uri, ...(typeof size === 'number' && size > 0 ? { size } : {}) });
  if (found.size === 0)
    throw new CommandError(
      `${star.catalogue} ${star.number}: the archive has no ${collection} light curves of ${cadence} cadence`,
    );
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Downloads a light curve into a folder. @returns the path of the file */
export async function fetchCurve(
  address: string,
  { name, uri, size }: Product,
  folder: string,
  retry: RetryOptions,
): Promise<string> {
  const path = join(folder, name);
  const url = `${base(address)}/api/v0.1/Download/file?${new URLSearchParams({ uri }).toString()}`;
  await download({ url, path, ...(size === undefined ? {} : { size }), fault: fitsFault, keepsFaulty: true }, retry);
  return path;
}

const base = (address: string): string => address.replace(/\/$/, '');

type Row = Record<string, unknown>;

interface Page {
  status?: string;
  msg?: string;
  data?: Row[];
  paging?: { pagesFiltered?: number };
}

/** All rows of an answer of the portal, page by page; while it says EXECUTING the same question is asked again. */
async function ask(address: string, service: string, params: object, retry: RetryOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page++) {
    const answer = await askPage(address, { service, params, format: 'json', pagesize: PAGE, page }, retry);
    rows.push(...(answer.data ?? []));
    if (page >= (answer.paging?.pagesFiltered ?? 1)) return rows;
  }
}

async function askPage(address: string, question: object, retry: RetryOptions): Promise<Page> {
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const answer = await withRetries(
      `${base(address)}/api/v0/invoke`,
      () => ({ method: 'POST', body: new URLSearchParams({ request: JSON.stringify(question) }) }),
      pageFrom,
      retry,
    );
    if (answer.status !== 'EXECUTING') return answer;
    await new Promise((resolve) => setTimeout(resolve, retry.pause * 1000));
  }
  throw new CommandError('the archive did not finish the query in time; try again later');
}

async function pageFrom(response: Response): Promise<Page> {
  const text = await textOf(response, MAX_LIST_BYTES);
  let page: Page;
  try {
    page = JSON.parse(text) as Page;
  } catch {
    throw new TransientError(`answered with ${response.status}: "${pageText(text)}"`);
  }
  if (page.status === 'ERROR' || !response.ok)
    throw new CommandError(`the archive refuses the query: ${page.msg ?? response.status}`);
  return page;
}
