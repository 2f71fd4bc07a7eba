import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { CatalogueError, type ExportRow, type GoodRow, readTable, type TableRow } from '@exoplanet/catalog';
import { type PredictOptions, type RowErrorDto, type Source, SOURCES } from '@exoplanet/contracts';
import { type LocalOptions, openModels, withLocal } from '../models/open-models';
import { EXIT } from '../program/exit-code';
import { CommandError } from '../program/failure';
import { count } from '../program/numbers';
import { ProgressBar } from '../program/progress-bar';
import { endWith } from '../program/run';
import { clientOf, noteMissingWorkers, type ServerOptions, withServer } from '../program/server';
import type { Terminal } from '../program/terminal';
import { LocalPredictor } from './local-predictor';
import { type Answer, type Predictor, ServerPredictor } from './predictor';
import { readInput } from './read-input';
import { type Format, formatOf, FORMATS, rankedText } from './write-ranked';

interface Options extends ServerOptions, LocalOptions, PredictOptions {
  output?: string;
  format?: Format;
  source?: Source;
  allSolutions?: boolean;
  batchSize: number;
  quiet?: boolean;
}

/** Rows per request: as many as a server accepts unless its MAX_BATCH_SIZE is another, for it compares those of one request. */
const BATCH_SIZE = 10_000;
/** Refused rows that are listed one by one. */
const SHOWN_REFUSALS = 10;

export function addPredictCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('predict')
    .description('rank the candidates of a table by the probability that each is a planet')
    .argument(
      '<table>',
      'KOI, TOI (archive or ExoFOP) or K2 table, or a CSV file with the field names of POST /predict; gzipped or not; - reads standard input',
    )
    .option('-o, --output <file>', 'output file (default: standard output)')
    .addOption(
      new Option('-f, --format <format>', 'output format (default: from the name of the output file)').choices(FORMATS),
    )
    .option('-m, --model <name>', 'model to predict with, as name or name@version')
    .option('--explain', 'add what each group of fields contributes; in CSV as log_odds, base_log_odds and reasons')
    .option('--uncertainty', 'add quantiles of the probability given the errors of the inputs')
    .addOption(new Option('--source <mission>', 'mission, if the table has no column source').choices(SOURCES))
    .option('--all-solutions', 'K2: use every published row of an object, not only the default one')
    .option(
      '--batch-size <rows>',
      'rows per request to a server, which compares the rows of one request with each other',
      count,
      BATCH_SIZE,
    )
    .option('-q, --quiet', 'hide progress and notes');
  withServer(command, terminal);
  withLocal(command, terminal);
  command.action((table: string, options: Options) => predict(table, options, terminal, command));
}

async function predict(table: string, options: Options, terminal: Terminal, command: Command): Promise<void> {
  await checkOutput(options.output);
  const note = (text: string) => options.quiet === true || terminal.stderr.write(`${text}\n`);
  const { title, rows, otherSolutions } = await readRows(table, options, terminal);
  note(`${rows.length} candidates, ${title}`);
  if (otherSolutions > 0)
    note(`${otherSolutions} rows of other publications were left out; --all-solutions reads them`);
  const good = rows.filter(isGood);
  noteLeftOut(good, note);
  if (!options.local && good.length > options.batchSize)
    note(
      'rows of different requests are not compared with each other (a transit of a neighbour, planets of one star); catalog add compares all rows',
    );

  const bar = new ProgressBar(terminal.stderr, terminal.stderr.isTTY === true && !options.quiet);
  const predictor = await openPredictor(options, terminal);
  let answers: Answer[];
  try {
    answers = await predictor.predict(
      good.map(({ candidate }) => candidate),
      (done) => bar.update(done / good.length, `${done} of ${good.length} predicted`),
    );
  } finally {
    bar.end();
    await predictor.close();
  }

  const answerOf = new Map(good.map((row, index) => [row, answers[index]] as const));
  const entries = rows.map((row) => exported(row, answerOf));
  const refused = noteRefused(rows, entries, note);
  const text = rankedText(entries, options.format ?? formatOf(options.output));
  await write(text, options.output, terminal);
  if (refused === rows.length) endWith(command, EXIT.failed);
}

const isGood = (row: TableRow): row is GoodRow => 'candidate' in row;

async function readRows(
  table: string,
  { source, allSolutions }: Options,
  { stdin }: Terminal,
): Promise<{ title: string; rows: TableRow[]; otherSolutions: number }> {
  const rows: TableRow[] = [];
  let otherSolutions = 0;
  try {
    const options = { mapping: source ? { source } : {}, allSolutions: allSolutions === true };
    const { detection, rows: all } = await readTable(readInput(table, stdin), options);
    for await (const row of all) {
      if ('error' in row && row.error.code === 'OTHER_SOLUTION') otherSolutions++;
      else rows.push(row);
    }
    if (rows.length === 0) throw new CommandError(`${table}: the table has a header but no rows`);
    return { title: detection.title, rows, otherSolutions };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    const advice = error.code === 'NO_SOURCE' ? '; name the mission with --source' : '';
    throw new CommandError(`${table}: ${error.message}${advice}`);
  }
}

async function openPredictor(options: Options, terminal: Terminal): Promise<Predictor> {
  const { model, explain, uncertainty } = options;
  const wanted: PredictOptions = {
    ...(model ? { model } : {}),
    ...(explain ? { explain } : {}),
    ...(uncertainty ? { uncertainty } : {}),
  };
  if (options.local) return new LocalPredictor(await openModels(options, terminal.stderr), wanted);
  const client = clientOf(options);
  if (!options.quiet) await noteMissingWorkers(client, terminal);
  return new ServerPredictor(client, wanted, options.batchSize);
}

/** Notes which values of the table are not measurements. */
function noteLeftOut(rows: readonly GoodRow[], note: (text: string) => void): void {
  const notes = rows.flatMap((row) => row.notes);
  const limits = notes.filter(({ why }) => why === 'limit').length;
  const placeholders = notes.length - limits;
  if (limits > 0) note(`${limits} upper or lower limits were treated as missing values`);
  if (placeholders > 0) note(`${placeholders} zeros in fields that cannot be 0 were treated as missing values`);
}

/** Notes which rows were refused and why; returns how many. */
function noteRefused(rows: readonly TableRow[], entries: readonly ExportRow[], note: (text: string) => void): number {
  const refused = rows.flatMap(({ line }, index) => {
    const { error } = entries[index];
    return error === undefined ? [] : [`line ${line}: ${error}`];
  });
  if (refused.length > 0) note(`refused: ${refused.length} of ${rows.length} rows, which are listed last`);
  refused.slice(0, SHOWN_REFUSALS).forEach((text) => note(`  ${text}`));
  if (refused.length > SHOWN_REFUSALS) note(`  and ${refused.length - SHOWN_REFUSALS} more`);
  return refused.length;
}

const isRefused = (answer: Answer): answer is RowErrorDto => 'error' in answer;
const reason = ({ error }: RowErrorDto): string => error.errors.map(({ message }) => message).join('; ');

/** The row with its answer, or with why it was refused: by the reader or by the model. */
function exported(row: TableRow, answers: ReadonlyMap<GoodRow, Answer>): ExportRow {
  const original = row.cells;
  if (!isGood(row)) return { original, error: row.error.detail };
  const { candidate } = row;
  const answer = answers.get(row)!;
  return isRefused(answer)
    ? { candidate, original, error: reason(answer) }
    : { candidate, original, prediction: answer };
}

/** Checks that the output can be written, before any work is done. */
async function checkOutput(output: string | undefined): Promise<void> {
  if (output === undefined || output === '-') return;
  await access(dirname(output), constants.W_OK).catch(() => {
    throw new CommandError(`${output}: the folder does not exist or is not writable`);
  });
}

async function write(text: string, output: string | undefined, { stdout }: Terminal): Promise<void> {
  if (output === undefined || output === '-') return void stdout.write(text);
  await writeFile(output, text).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${output}: cannot be written (${error.code})`);
  });
}
