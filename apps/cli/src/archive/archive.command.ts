import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { count, positive } from '../program/numbers';
import { ProgressBar } from '../program/progress-bar';
import { nonEmpty, type Terminal } from '../program/terminal';
import { type Cadence, CADENCES, curvesOf, fetchCurve, starFrom } from './mast';
import type { RetryOptions } from './request';
import { ARCHIVE_TABLES, fetchTable } from './tap';

interface Options {
  cache: string;
  archiveUrl: string;
  mastUrl: string;
  retries: number;
  pause: number;
  refresh?: boolean;
}

/** Fetches tables and light curves from the archives into a folder, and prints their paths. */
export function addArchiveCommand(program: Command, terminal: Terminal): void {
  const archive = program
    .command('archive')
    .description('fetch tables and light curves from the archives into a folder, and print their paths');
  const { stdout, stderr } = terminal;
  const retryOptionsOf = ({ retries, pause }: Options): RetryOptions => ({
    retries,
    pause,
    note: (text) => void stderr.write(`${text}\n`),
  });

  const table = archive
    .command('table')
    .description('a table of the NASA Exoplanet Archive, whole, as CSV')
    .addArgument(new Argument('<name>', 'which table').choices(Object.keys(ARCHIVE_TABLES)))
    .addHelpText('after', '\nFor example:\n  npx exoplanet catalog add "$(npx exoplanet archive table koi)"');
  withArchives(table, terminal).action(async (name: string, options: Options) => {
    const folder = join(options.cache, 'tables');
    const known = join(folder, `${ARCHIVE_TABLES[name]}.csv`);
    const fetched = await stat(known).catch(() => undefined);
    if (fetched && !options.refresh) {
      stderr.write(`fetched on ${fetched.mtime.toISOString().slice(0, 10)}; --refresh fetches it again\n`);
      return void stdout.write(`${known}\n`);
    }
    stdout.write(`${await fetchTable(options.archiveUrl, ARCHIVE_TABLES[name], folder, retryOptionsOf(options))}\n`);
  });

  const curves = archive
    .command('curves')
    .description('the light curves of a star from MAST: all quarters, campaigns or sectors')
    .argument('<star...>', 'for example KIC 757450, EPIC 201367065 or TIC 25155310')
    .addOption(
      new Option('--cadence <length>', 'long: 30 min (TESS: 2 min), short: 1 min (TESS: 20 s)')
        .choices(CADENCES)
        .default('long'),
    )
    .addHelpText('after', '\nFor example:\n  npx exoplanet light-curve $(npx exoplanet archive curves KIC 757450)');
  withArchives(curves, terminal).action(async (words: string[], options: Options & { cadence: Cadence }) => {
    const star = starFrom(words.join(' '));
    const retry = retryOptionsOf(options);
    const products = await curvesOf(options.mastUrl, star, options.cadence, retry);
    const folder = join(options.cache, 'curves', `${star.catalogue}-${star.number}`);
    await mkdir(folder, { recursive: true });
    const bar = new ProgressBar(stderr);
    try {
      for (const [index, product] of products.entries()) {
        bar.update(index / products.length, `${product.name}, ${index + 1} of ${products.length}`);
        const path = join(folder, product.name);
        const known = await stat(path).catch(() => undefined);
        const isThere = known !== undefined && (product.size === undefined || known.size === product.size);
        if (!isThere || options.refresh) await fetchCurve(options.mastUrl, product, folder, retry);
        stdout.write(`${path}\n`);
      }
    } finally {
      bar.end();
    }
  });
}

function withArchives(command: Command, { env }: Terminal): Command {
  return command
    .option(
      '--cache <folder>',
      'where files are kept (EXOPLANET_CACHE)',
      nonEmpty(env.EXOPLANET_CACHE) ?? join(homedir(), '.cache/exoplanet'),
    )
    .addOption(
      new Option('--archive-url <url>', 'address of the NASA Exoplanet Archive (EXOPLANET_ARCHIVE_URL)')
        .default(nonEmpty(env.EXOPLANET_ARCHIVE_URL) ?? 'https://exoplanetarchive.ipac.caltech.edu')
        .argParser(asAddress),
    )
    .addOption(
      new Option('--mast-url <url>', 'address of MAST (EXOPLANET_MAST_URL)')
        .default(nonEmpty(env.EXOPLANET_MAST_URL) ?? 'https://mast.stsci.edu')
        .argParser(asAddress),
    )
    .option('--retries <n>', 'how often a failed request is repeated', count, 6)
    .option('--pause <seconds>', 'pause before the first repetition; each further one is twice as long', positive, 1)
    .option('--refresh', 'fetch again what is there already');
}

function asAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError(`expected an address such as https://mast.stsci.edu, found ${JSON.stringify(text)}`);
}
