import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'models/README.md',
  'tools/bench/README.md',
  'tools/bench/light-curve/README.md',
  'tools/training/README.md',
  'tools/clients/README.md',
  ...readdirSync(join(workspaceRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Names of the built programs. */
const sources = new Set(
  readdirSync(join(workspaceRoot, 'apps'), { recursive: true, encoding: 'utf8' }).map((file) => basename(file, '.ts')),
);

/** What the first group of a pattern finds. */
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]);

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(workspaceRoot, document), 'utf8');

  it('links only to files that exist', () => {
    const links = all(text, /\]\(((?!https?:|mailto:|#)[^)#\s]+)[^)]*\)/g);
    expect(links.filter((link) => !existsSync(join(workspaceRoot, dirname(document), link)))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const builtIn = ['ci', 'install', 'rebuild'];
    const named = all(text, /npm run (?:--silent )?([a-z][\w:-]*)/g).filter((name) => !builtIn.includes(name));
    expect(named.filter((name) => !scripts[name])).toEqual([]);
  });

  it('runs only files that exist', () => {
    const files = all(text, /\bnode ((?:[\w.-]+\/)+[\w.-]+\.m?js)\b/g);
    const isThere = (file: string) =>
      file.startsWith('dist/') ? sources.has(basename(file, '.js')) : existsSync(join(workspaceRoot, file));
    expect(files.filter((file) => !isThere(file))).toEqual([]);
  });
});
