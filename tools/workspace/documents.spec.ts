import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';

const documents = [
  'README.md',
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

/** Names of the programs that are built. */
const sources = new Set(
  readdirSync(join(workspaceRoot, 'apps'), { recursive: true, encoding: 'utf8' }).map((file) => basename(file, '.ts')),
);

/** What a pattern's group finds. */
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]);

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(workspaceRoot, document), 'utf8');

  it('links to files that are there', () => {
    const links = all(text, /\]\(((?!https?:|mailto:|#)[^)#\s]+)[^)]*\)/g);
    expect(links.filter((link) => !existsSync(join(workspaceRoot, dirname(document), link)))).toEqual([]);
  });

  it('names scripts of npm that are there', () => {
    const builtIn = ['ci', 'install', 'rebuild'];
    const named = all(text, /npm run (?:--silent )?([a-z][\w:-]*)/g).filter((name) => !builtIn.includes(name));
    expect(named.filter((name) => !scripts[name])).toEqual([]);
  });

  it('runs files that are there', () => {
    const files = all(text, /\bnode ((?:[\w.-]+\/)+[\w.-]+\.m?js)\b/g);
    const isThere = (file: string) =>
      file.startsWith('dist/') ? sources.has(basename(file, '.js')) : existsSync(join(workspaceRoot, file));
    expect(files.filter((file) => !isThere(file))).toEqual([]);
  });
});
