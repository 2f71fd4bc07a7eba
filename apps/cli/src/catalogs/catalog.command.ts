import { createWriteStream, openAsBlob } from 'node:fs';
import { access, constants, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, type ExoplanetClient, EXPORT_FORMATS, type ExportFormat, hasEnded } from '@exoplanet/client';
import { EXIT } from '../program/exit-code';
import { CommandError } from '../program/failure';
import { ProgressBar } from '../program/progress-bar';
import { endWith } from '../program/run';
import { clientOf, type ServerOptions, withServer } from '../program/server';
import type { Terminal } from '../program/terminal';
import { type CatalogDiff, catalogText, diffText, listText } from './catalog-text';

/** Interval of reading the state of a catalogue that is being worked on [ms]. */
const INTERVAL = 500;
const DISPOSITIONS = ['PC', 'FP', 'FA', 'EB', 'V', 'IS', 'unsure'] as const;

interface AddOptions extends ServerOptions {
  name?: string;
  explain?: string;
  model?: string;
  mapping?: string;
  wait: boolean;
  quiet?: boolean;
}

interface ExportOptions extends ServerOptions {
  format: ExportFormat;
  sort?: string;
  filter?: string[];
  output?: string;
}

interface VoteOptions extends ServerOptions {
  priority?: '1' | '2' | '3';
  comment?: string;
  voter?: string;
}

/** Catalogues on a server: upload, look, export, compare, vote. */
export function addCatalogCommand(program: Command, terminal: Terminal): void {
  const catalog = program.command('catalog').description('score, rank and review a whole table on the server');
  const write = (text: string) => void terminal.stdout.write(text);

  const add = catalog
    .command('add')
    .description('upload a table of candidates; wait until its rows are ranked and print how it went')
    .argument('<file>', 'the table, in any form that the server reads, gzipped or not')
    .option('--name <name>', 'name of the catalogue; by default that of the file')
    .option('--explain <rows>', 'rows to explain, in rank order: none, top:N or all')
    .option('-m, --model <name>', 'model to score with, as name or name@version')
    .option('--mapping <file>', 'JSON file: our fields, each with the column that holds it and its unit')
    .option('--no-wait', 'only upload, and print the id')
    .option('-q, --quiet', 'print only the id, even after waiting')
    .addHelpText('after', '\nExits with 1 where the table cannot be read or the work on it was cancelled.');
  withServer(add, terminal).action(async (file: string, options: AddOptions) => {
    const { name, explain, model, mapping } = options;
    const client = clientOf(options);
    const given = { name, explain, model, mapping: mapping && (await textOf(mapping)) };
    const id = await client.uploadCatalog(await blobOf(file), basename(file), given);
    if (!options.wait) return write(`${id}\n`);
    const ended = await untilEnded(client, id, terminal);
    write(options.quiet ? `${id}\n` : catalogText(ended));
    if (ended.state !== 'completed') endWith(add, EXIT.failed);
  });

  const list = catalog.command('list').description('list your catalogues, newest first');
  withServer(list, terminal).action(async (options: ServerOptions) => {
    write(listText(await clientOf(options).catalogs()));
  });

  const status = catalog
    .command('status')
    .description('show the progress and the counts of a catalogue')
    .argument('<id>', 'id of a catalogue');
  withServer(status, terminal).action(async (id: string, options: ServerOptions) => {
    write(catalogText(await clientOf(options).catalog(id)));
  });

  const remove = catalog
    .command('delete')
    .description('delete a catalogue with its results and its votes')
    .argument('<id>', 'id of a catalogue');
  withServer(remove, terminal).action(async (id: string, options: ServerOptions) => {
    await clientOf(options).deleteCatalog(id);
    write(`${id} is deleted\n`);
  });

  const exported = catalog
    .command('export')
    .description('write the whole catalogue: the uploaded columns, unchanged, and the results')
    .argument('<id>', 'id of a catalogue')
    .addOption(new Option('-f, --format <format>', 'form of the file').choices(EXPORT_FORMATS).default('csv'))
    .option(
      '--sort <columns>',
      'columns separated by commas, - before one for the reverse order; by default as uploaded',
    )
    .option('--filter <conditions...>', 'column:operator:value, for example prediction:eq:likely_planet')
    .option('-o, --output <file>', 'file to write; by default standard output');
  withServer(exported, terminal).action(
    async (id: string, { format, sort, filter, output, ...server }: ExportOptions) => {
      if (output !== undefined) await checkFolder(output);
      const stream = await clientOf(server).exportCatalog(id, { format, sort, filter });
      const bytes = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
      if (output !== undefined) await pipeline(bytes, createWriteStream(output));
      else for await (const chunk of bytes) terminal.stdout.write(chunk as Uint8Array);
    },
  );

  const diff = catalog
    .command('diff')
    .description('show what changed from one catalogue to another, by object')
    .argument('<before>', 'id of the earlier catalogue')
    .argument('<after>', 'id of the later catalogue');
  withServer(diff, terminal).action(async (catalog_id: string, other_id: string, options: ServerOptions) => {
    write(diffText(await wholeDiff(clientOf(options), { catalog_id, other_id })));
  });

  const vote = catalog
    .command('vote')
    .description('vote on a row; every vote is kept')
    .argument('<id>', 'id of a catalogue')
    .argument('<key>', 'key of the row: its number in the table, from 0', rowKey)
    .addArgument(
      new Argument(
        '<disposition>',
        'planet candidate, false positive, false alarm, eclipsing binary, variable star, instrument, or unsure',
      ).choices(DISPOSITIONS),
    )
    .addOption(new Option('--priority <n>', '1 is the most urgent').choices(['1', '2', '3']))
    .option('--comment <text>', 'at most 500 characters')
    .option('--voter <name>', 'your name, where the server has no API keys');
  withServer(vote, terminal).action(
    async (catalog_id: string, key: number, disposition: (typeof DISPOSITIONS)[number], options: VoteOptions) => {
      const { priority, comment, voter, ...server } = options;
      const { data } = await clientOf(server).http.POST('/catalogs/{catalog_id}/rows/{key}/votes', {
        params: { path: { catalog_id, key } },
        body: {
          disposition,
          ...(priority ? { priority: Number(priority) as 1 | 2 | 3 } : {}),
          comment,
          voter,
        },
      });
      write(`${data!.vote_id}\n`);
    },
  );
}

const DIFF_LISTS = ['appeared', 'gone', 'verdict_changed'] as const;
/** Objects on a page of a difference. */
const PAGE = 200;

/** The difference of two catalogues with every object of its lists. */
async function wholeDiff(
  client: ExoplanetClient,
  path: { catalog_id: string; other_id: string },
): Promise<CatalogDiff> {
  const page = async (query: { list?: (typeof DIFF_LISTS)[number]; cursor?: string }) =>
    (
      await client.http.GET('/catalogs/{catalog_id}/diff/{other_id}', {
        params: { path, query: { ...query, limit: PAGE } },
      })
    ).data!;
  const whole = await page({});
  for (const list of DIFF_LISTS) {
    for (let cursor = whole[list].next_cursor; cursor !== null;) {
      const next = (await page({ list, cursor }))[list];
      (whole[list].objects as unknown[]).push(...next.objects);
      cursor = next.next_cursor;
    }
  }
  return whole;
}

async function untilEnded(client: ExoplanetClient, id: string, { stderr }: Terminal): Promise<Catalog> {
  const bar = new ProgressBar(stderr);
  try {
    for (;;) {
      const catalog = await client.catalog(id);
      if (hasEnded(catalog)) return catalog;
      const { rows_scored, rows_explained, rows_total = 0, rows_to_explain = 0 } = catalog.progress;
      const [done, all] =
        catalog.state === 'explaining' ? [rows_explained, rows_to_explain] : [rows_scored, rows_total];
      bar.update(all > 0 ? done / all : 0, `${catalog.state} ${done} of ${all} rows`);
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  } finally {
    bar.end();
  }
}

async function blobOf(file: string): Promise<Blob> {
  // `openAsBlob` does not say why a file cannot be opened.
  await access(file, constants.R_OK).catch((error: NodeJS.ErrnoException) => Promise.reject(unreadable(file, error)));
  return openAsBlob(file);
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => Promise.reject(unreadable(file, error)));
}

const unreadable = (file: string, { code }: NodeJS.ErrnoException): CommandError =>
  new CommandError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);

function rowKey(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected the number of a row, from 0');
}

/** Checks that a file can be written, before any work is done. */
async function checkFolder(output: string): Promise<void> {
  await access(dirname(output), constants.W_OK).catch(() => {
    throw new CommandError(`${output}: the folder does not exist or is not writable`);
  });
}
