import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { nonEmpty, type Output, type Terminal } from '../program/terminal';

export interface LocalOptions {
  local?: boolean;
  models: string;
}

/** Models that are shipped beside the built program. */
const SHIPPED = resolve(import.meta.dirname, '../../../models');

/** Adds the options for working in this process instead of asking a server. */
export function withLocal(command: Command, { env }: Terminal): Command {
  return command
    .option('--local', 'work in this process, without a server or Redis')
    .addOption(
      new Option('--models <folder>', 'with --local: folder of the models (MODEL_PATH)').default(
        nonEmpty(env.MODEL_PATH) ?? SHIPPED,
        'models',
      ),
    );
}

/** Loads every model of the folder, to run on the CPU. @throws ModelError */
export function openModels({ models }: LocalOptions, stderr: Output, defaultModel?: string): Promise<ModelRegistry> {
  return ModelRegistry.open({
    path: models,
    defaultModel,
    providers: ['cpu'],
    warn: (message) => stderr.write(`warning: ${message}\n`),
  });
}
