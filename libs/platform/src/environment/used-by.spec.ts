import './env.dto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { variables } from './variable';

const root = resolve(import.meta.dirname, '../../../..');

/** The identifiers in the sources of a folder; comments, strings and tests do not count. */
function identifiersIn(folder: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.spec.ts') || file.startsWith('environment/')) continue;
    visit(ts.createSourceFile(file, readFileSync(join(root, folder, file), 'utf8'), ts.ScriptTarget.Latest));
  }
  return names;
}

describe('the table of variables', () => {
  // The connection and the logger are shared: what they read, both processes read.
  const shared = identifiersIn('libs/platform/src');
  const gateway = identifiersIn('apps/gateway/src');
  const worker = identifiersIn('apps/inference/src');

  it.each([...variables()])('says which process reads %s', (name, { used_by }) => {
    const readers = [
      ...(shared.has(name) || gateway.has(name) ? ['gateway'] : []),
      ...(shared.has(name) || worker.has(name) ? ['worker'] : []),
    ];
    expect(readers).toEqual(used_by === 'both' ? ['gateway', 'worker'] : [used_by]);
  });
});
