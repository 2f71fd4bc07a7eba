import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { ModelRegistry } from '@exoplanet/model-runtime';
import type { Output, Terminal } from '../program/terminal';

export interface LocalOptions {
  local?: boolean;
  models: string;
}

/** Models that stand beside the built program. */
const SHIPPED = resolve(import.meta.dirname, '../../../models');

/** Adds the options to work in this process instead of asking a server. */
export function withLocal(command: Command, { env }: Terminal): Command {
  return command
    .option('--local', 'work in this process: no server, no Redis')
    .addOption(
      new Option('--models <folder>', 'with --local: folder of the models (MODEL_PATH)').default(
        env.MODEL_PATH || SHIPPED,
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
