import { Argument, type Command } from 'commander';
import { sampleFile, type SampleName, SAMPLES } from '@exoplanet/light-curve';
import { CommandError } from '../program/failure';
import type { Terminal } from '../program/terminal';

export function addSampleCommand(program: Command, { stdout }: Terminal): void {
  program
    .command('sample')
    .description('write a made light curve or pixel file, with published parameters, to try the other commands with')
    .addArgument(new Argument('[name]', 'what it shows').choices(Object.keys(SAMPLES)).default('planet'))
    .addHelpText(
      'after',
      `\nSamples:\n${list()}\n\nEach is a FITS file; its header says that it was made, and from which parameters:\n  npx exoplanet sample planet > planet.fits\n  npx exoplanet light-curve planet.fits`,
    )
    .action((name: SampleName) => {
      if (stdout.isTTY) throw new CommandError(`the sample is a FITS file: add > ${name}.fits`);
      stdout.write(sampleFile(name));
    });
}

const list = (): string =>
  Object.entries(SAMPLES)
    .map(([name, shows]) => `  ${name.padEnd(8)} ${shows}`)
    .join('\n');
