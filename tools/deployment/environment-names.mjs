import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { workspaceRoot } from '../build/aliases.mjs';

/** The environment variables that the applications read: the properties of `EnvDto`. */
export function environmentNames() {
  const file = join(workspaceRoot, 'libs/platform/src/environment/env.dto.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const names = source.statements
    .filter(ts.isClassDeclaration)
    .filter(({ name }) => name?.text === 'EnvDto')
    .flatMap(({ members }) => members.filter(ts.isPropertyDeclaration).map(({ name }) => name.getText(source)));
  if (names.length === 0) throw new Error(`${file} has no EnvDto`);
  return names;
}
