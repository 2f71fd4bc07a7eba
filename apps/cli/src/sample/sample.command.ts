import { Argument, type Command } from 'commander';
import { sampleFile, type SampleName, SAMPLES } from '@exoplanet/light-curve/samples';
import { CommandError } from '../program/failure';
import type { Terminal } from '../program/terminal';
import { sampleTable } from './sample-table';

/** A table is text; all other samples are FITS files. */
const TABLE = 'table';

export function addSampleCommand(program: Command, { stdout }: Terminal): void {
  program
    .command('sample')
    .description('write a synthetic light curve, pixel file or table to try the other commands with')
    .addArgument(new Argument('[name]', 'what it shows').choices([...Object.keys(SAMPLES), TABLE]).default('planet'))
    .addHelpText(
      'after',
      `\nSamples:\n${list()}\n\nAll but the table are FITS files, whose header says that they are synthetic and from which parameters they were computed:\n  npx exoplanet sample planet > planet.fits\n  npx exoplanet light-curve planet.fits`,
    )
    .action((name: SampleName | typeof TABLE) => {
      if (name === TABLE) return void stdout.write(sampleTable());
      if (stdout.isTTY) throw new CommandError(`the sample is a FITS file: add > ${name}.fits`);
      stdout.write(sampleFile(name));
    });
}

const list = (): string =>
  [...Object.entries(SAMPLES), [TABLE, 'forty candidates, for the commands predict and catalog']]
    .map(([name, shows]) => `  ${name.padEnd(8)} ${shows}`)
    .join('\n');
