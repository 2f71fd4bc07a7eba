import { Command } from 'commander';
import { type ErrorCode, ERRORS } from '@exoplanet/contracts';
import { addArchiveCommand } from './archive/archive.command';
import { addCatalogCommand } from './catalogs/catalog.command';
import { addLightCurveCommand } from './light-curves/light-curve.command';
import { addModelCommand } from './models/model.command';
import { addPredictCommand } from './predict/predict.command';
import { EXIT } from './program/exit-code';
import type { RunOptions } from './program/run';
import type { Terminal } from './program/terminal';
import { addSampleCommand } from './sample/sample.command';

export const EXOPLANET_RUN: RunOptions = {
  unreachable: EXIT.failed,
  adviceOn: (code) => ERRORS[code as ErrorCode]?.advice,
};

/** The command line for users. */
export function exoplanetProgram(terminal: Terminal): Command {
  const program = new Command('exoplanet')
    .description('Estimate how likely a transit candidate is a planet. A score does not confirm a planet.')
    .version(process.env.npm_package_version ?? 'development')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong command line.');
  addPredictCommand(program, terminal);
  addLightCurveCommand(program, terminal);
  addCatalogCommand(program, terminal);
  addArchiveCommand(program, terminal);
  addModelCommand(program, terminal);
  addSampleCommand(program, terminal);
  return program;
}
