import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { ModelRegistry, type RegistryOptions } from '../src';

/** Made models: see fixtures/make_models.py. */
export const FIXTURES = resolve(import.meta.dirname, 'fixtures/models');
/** The models that are shipped. */
export const SHIPPED = resolve(import.meta.dirname, '../../../models');

const opened: ModelRegistry[] = [];
const folders: string[] = [];
afterAll(async () => {
  await Promise.all(opened.map((registry) => registry.close()));
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder of models for one test, with copies of fixtures, for example `{ 'tabular/1': 'tabular/1' }`. */
export function folderWith(copies: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  folders.push(folder);
  for (const [to, from] of Object.entries(copies)) addModel(folder, to, from);
  return folder;
}

export function addModel(folder: string, to: string, from: string): void {
  cpSync(join(FIXTURES, from), join(folder, to), { recursive: true });
  const [name, version] = to.split('/');
  editCard(join(folder, to), { name, version });
}

export function editCard(folder: string, changes: Record<string, unknown>): void {
  const file = join(folder, 'card.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
}

/** Answers of training beside a card, as far as tests change them. */
interface Golden {
  rows: (number | null)[][];
  cases: Record<string, (number | null)[]>[];
  log_odds: number[];
  distance: number[];
}

export function editGolden(folder: string, change: (golden: Golden) => unknown): void {
  const file = join(folder, 'golden.json');
  const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;
  change(golden);
  writeFileSync(file, JSON.stringify(golden));
}

/** A registry that is closed when the test file ends; warnings fail the test unless it takes them. */
export async function openRegistry(options: Partial<RegistryOptions> = {}): Promise<ModelRegistry> {
  const warn = (message: string) => {
    throw new Error(`unexpected warning: ${message}`);
  };
  const registry = await ModelRegistry.open({ path: FIXTURES, providers: ['cpu'], warn, ...options });
  opened.push(registry);
  return registry;
}

/** Folders `<name>/<version>` of all models, made and shipped, that have a card: where to find them and what to call them. */
export function everyModel(): { name: string; folder: string }[] {
  return [FIXTURES, SHIPPED].flatMap((path) =>
    subfolders(path).flatMap((name) =>
      subfolders(join(path, name))
        .filter((version) => existsSync(join(path, name, version, 'card.json')))
        .map((version) => ({
          name: `${path === FIXTURES ? 'made' : 'shipped'} ${name}@${version}`,
          folder: join(path, name, version),
        })),
    ),
  );
}

const subfolders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
