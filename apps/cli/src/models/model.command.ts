import type { Command } from 'commander';
import type { ServedModel } from '@exoplanet/client';
import { clientOf, type ServerOptions, withServer } from '../program/server';
import type { Terminal } from '../program/terminal';
import { textTable } from '../program/text-table';
import { type LocalOptions, openModels, withLocal } from './open-models';

interface Options extends ServerOptions, LocalOptions {
  json?: boolean;
}

type Card = Record<string, unknown>;

/** A source of models. */
interface Models {
  list(): Promise<ServedModel[]>;
  card(name: string): Promise<Card>;
}

export function addModelCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('model')
    .description('list the models; with a name, show the card of one')
    .argument('[name]', 'name or name@version')
    .option('--json', 'print everything as JSON');
  withServer(command, terminal);
  withLocal(command, terminal);
  command.action(async (name: string | undefined, options: Options) => {
    await withModels(options, terminal, async (models) => {
      const { stdout } = terminal;
      if (name === undefined) {
        const list = await models.list();
        if (list.length === 0) terminal.stderr.write('no worker is running, so no model is available\n');
        stdout.write(options.json ? json(list) : listText(list));
      } else {
        const card = await models.card(name);
        stdout.write(options.json ? json(card) : cardText(card));
      }
    });
  });
}

async function withModels(
  options: Options,
  { stderr }: Terminal,
  use: (models: Models) => Promise<void>,
): Promise<void> {
  if (!options.local) {
    const client = clientOf(options);
    return use({ list: () => client.models(), card: (name) => client.model(name) });
  }
  const registry = await openModels(options, stderr);
  try {
    await use({
      list: () =>
        Promise.resolve(
          registry.list().map(({ provider, ...model }) => ({ ...model, providers: [provider], workers: 0 })),
        ),
      card: (name) => registry.resolve(name),
    });
  } finally {
    await registry.close();
  }
}

function listText(models: readonly ServedModel[]): string {
  return textTable(models, [
    { title: 'MODEL', value: ({ name, version }) => `${name}@${version}` },
    { title: 'DEFAULT', value: (model) => (model.default ? 'yes' : '') },
    { title: 'WORKERS', value: ({ workers }) => workers },
    { title: 'PROVIDERS', value: ({ providers }) => providers.join(', ') },
    { title: 'SHA-256', value: ({ sha256 }) => sha256.slice(0, 12) },
  ]);
}

/** One line for each value of a card; long lists as their length. */
function cardText(card: Card): string {
  const rows = Object.entries(card).flatMap(([name, value]) => entries(name, value));
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}

function entries(name: string, value: unknown): [name: string, text: string][] {
  if (Array.isArray(value))
    return [
      [
        name,
        value.every((each) => typeof each === 'string') && value.length <= 5
          ? value.join(', ')
          : `${value.length} entries`,
      ],
    ];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, each]) => entries(`${name}.${inner}`, each));
  if (value === null || value === undefined) return [];
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
