import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { workspaceRoot } from '../build/aliases.mjs';

const read = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');

it('docs/operating.md says of every alert, and of no other, what it means and what to do', () => {
  const { spec } = parse(read('k8s/monitoring/alerts.yaml')) as {
    spec: { groups: { rules: { alert: string }[] }[] };
  };
  const alerts = spec.groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  const [, section] = /^## Alarms\n([\s\S]*?)^## /m.exec(read('docs/operating.md')) ?? [];
  const rows = [...(section ?? '').matchAll(/^\| `(\w+)` \| (.+) \| (.+) \|$/gm)];
  expect(rows.map(([, name]) => name)).toEqual(alerts);
  for (const [, , meaning, action] of rows) expect([meaning, action].every((text) => text.length > 20)).toBe(true);
});
