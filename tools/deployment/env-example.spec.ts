import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';
import { environmentNames } from './environment-names.mjs';

it('.env.example names every variable that the applications read, and no other', () => {
  const text = readFileSync(join(workspaceRoot, '.env.example'), 'utf8');
  const named = [...text.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(environmentNames().sort());
});
