import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { LightCurveFile, LightCurveOptions } from '@exoplanet/client';
import { analysisJson, GIVEN_TIME_SYSTEMS, QUALITY_LEVELS, SOURCES } from '@exoplanet/contracts';
import { type LocalOptions, openModels, withLocal } from '../models/open-models';
import { CommandError } from '../program/failure';
import { count, number, positive } from '../program/numbers';
import { ProgressBar } from '../program/progress-bar';
import { clientOf, noteMissingWorkers, type ServerOptions, withServer } from '../program/server';
import type { Terminal } from '../program/terminal';
import { type Analyst, type OnStage, ServerAnalyst, type Vetted } from './analyst';
import { LocalAnalyst } from './local-analyst';
import { qualityMask } from './quality-mask';
import { reportText } from './report-text';
import { type Format, FORMATS, saveAnalysis } from './save/save-analysis';

/** Options that are sent as they are, by the name of the request's field. */
const FIELDS: readonly [field: keyof LightCurveOptions, option: Option][] = [
  [
    'period',
    new Option('--period <days>', 'known period; give it with --epoch and --duration, and no search is made').argParser(
      positive,
    ),
  ],
  [
    'epoch',
    new Option('--epoch <days>', 'known mid-transit time, as BJD or in the system of --time-system').argParser(number),
  ],
  ['duration', new Option('--duration <hours>', 'known transit duration').argParser(positive)],
  ['period_min', new Option('--period-min <days>', 'shortest period to search').argParser(positive)],
  ['period_max', new Option('--period-max <days>', 'longest period to search').argParser(positive)],
  ['duration_min', new Option('--duration-min <hours>', 'shortest transit to search').argParser(positive)],
  ['duration_max', new Option('--duration-max <hours>', 'longest transit to search').argParser(positive)],
  ['min_mes', new Option('--min-mes <value>', 'minimum multiple event statistic of a detection').argParser(positive)],
  ['min_transits', new Option('--min-transits <n>', 'minimum number of transits of a detection').argParser(count)],
  ['detrend_window', new Option('--detrend-window <hours>', 'window of the detrending').argParser(positive)],
  [
    'mask',
    new Option(
      '--mask <list>',
      'known transits to take out before the search, as period:epoch:duration (d, d, h), separated by commas',
    ),
  ],
  ['limb_u1', new Option('--limb-u1 <value>', 'first coefficient of quadratic limb darkening').argParser(number)],
  ['limb_u2', new Option('--limb-u2 <value>', 'second coefficient of quadratic limb darkening').argParser(number)],
  ['max_planets', new Option('--max-planets <n>', 'maximum number of detections').argParser(count)],
  ['star_teff', new Option('--star-teff <K>', 'effective temperature of the star').argParser(positive)],
  [
    'star_teff_err',
    new Option('--star-teff-err <K>', 'error (1 sigma) of the effective temperature').argParser(positive),
  ],
  ['star_logg', new Option('--star-logg <dex>', 'surface gravity of the star').argParser(number)],
  ['star_logg_err', new Option('--star-logg-err <dex>', 'error (1 sigma) of the surface gravity').argParser(positive)],
  ['star_radius', new Option('--star-radius <Rsun>', 'radius of the star').argParser(positive)],
  ['star_radius_err', new Option('--star-radius-err <Rsun>', 'error (1 sigma) of the radius').argParser(positive)],
  ['star_mass', new Option('--star-mass <Msun>', 'mass of the star').argParser(positive)],
  ['star_mag', new Option('--star-mag <mag>', 'magnitude of the star').argParser(number)],
  ['star_mag_err', new Option('--star-mag-err <mag>', 'error (1 sigma) of the magnitude').argParser(positive)],
  ['source', new Option('--source <mission>', 'mission, if the files do not name it').choices(SOURCES)],
  [
    'time_system',
    new Option('--time-system <system>', 'time system of the files, in place of what they state').choices(
      GIVEN_TIME_SYSTEMS,
    ),
  ],
  [
    'flux_column',
    new Option('--flux-column <name>', 'column that holds the flux; by default the best one of the product'),
  ],
  [
    'quality_mask',
    new Option(
      '--quality-mask <mask>',
      `quality flags that drop a cadence: ${QUALITY_LEVELS.join(', ')}, or the bits as a number`,
    ).argParser(qualityMask),
  ],
  ['same_star', new Option('--same-star', 'the files are of one star, although they name it differently')],
  ['model', new Option('-m, --model <name>', 'model to score with, as name or name@version')],
  ['explain', new Option('--explain', 'add the contributions of each feature group and of views and vetting (json)')],
  ['uncertainty', new Option('--uncertainty', 'add quantiles of the probability given the errors of the row (json)')],
];

type Options = ServerOptions &
  LocalOptions &
  Record<string, unknown> & {
    json?: boolean;
    quiet?: boolean;
    save?: string;
    format: Format;
  };

export function addLightCurveCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('light-curve')
    .description('find, test and score the transits in the light curve of one star')
    .argument(
      '<files...>',
      'Kepler, K2 or TESS FITS files, or CSV files of time and flux, gzipped or not: all quarters or sectors of one star; - reads standard input',
    );
  FIELDS.forEach(([, option]) => command.addOption(option));
  command
    .option('--json', 'print the whole result as JSON')
    .option(
      '--save <folder>',
      'also write the full curve, its periodogram, the detections and the reports into a folder',
    )
    .addOption(
      new Option('--format <format>', 'form of the saved tables; lightkurve and astropy open all of them')
        .choices(FORMATS)
        .default('fits'),
    )
    .option('-q, --quiet', 'hide progress');
  withServer(command, terminal);
  withLocal(command, terminal);
  command.action(async (names: string[], options: Options) => {
    const vetted = await analyze(names, options, terminal);
    const { analysis } = vetted;
    terminal.stdout.write(options.json ? `${analysisJson(analysis, 2)}\n` : reportText(analysis));
    if (options.save === undefined) return;
    const saved = await saveAnalysis(options.save, options.format, vetted);
    if (!options.quiet) terminal.stderr.write(`saved in ${options.save}: ${saved.join(', ')}\n`);
  });
}

async function analyze(names: readonly string[], options: Options, terminal: Terminal): Promise<Vetted> {
  const files = await Promise.all(names.map((name) => read(name, terminal)));
  const given = FIELDS.map(([field, option]) => [field, options[option.attributeName()]] as const).filter(
    ([, value]) => value !== undefined,
  );
  const bar = new ProgressBar(terminal.stderr, terminal.stderr.isTTY === true && !options.quiet);
  const onStage: OnStage = (stage, fraction, secondsLeft) =>
    bar.update(
      fraction,
      secondsLeft ? `${stage}, at most about ${Math.ceil(secondsLeft)} s of a processor left` : stage,
    );
  const work = (analyst: Analyst) => analyst.analyze(files, Object.fromEntries(given), onStage);
  try {
    if (!options.local) {
      const client = clientOf(options);
      if (!options.quiet) await noteMissingWorkers(client, terminal);
      return await work(new ServerAnalyst(client));
    }
    const models = await openModels(options, terminal.stderr);
    return await work(new LocalAnalyst(models)).finally(() => models.close());
  } finally {
    bar.end();
  }
}

async function read(file: string, { stdin }: Terminal): Promise<LightCurveFile> {
  try {
    if (file === '-') return { name: 'standard input', bytes: await buffer(stdin) };
    return { name: basename(file), bytes: await readFile(file) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}
