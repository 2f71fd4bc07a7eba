import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, pythonWith, until } from '@exoplanet/dev';
import { runCommand } from '../src/program';
import { Stack } from '../src/stack';

const KEY = 'exo_of-the-contract-tests';
const keyEntry = {
  name: 'contract',
  sha256: createHash('sha256').update(KEY).digest('hex'),
  roles: ['submit', 'read', 'operate'],
};
const contract = resolve(import.meta.dirname, '../../../tools/clients/contract');

describe.skipIf(isMissing('schemathesis') || isMissing('openapi-python-client'))(
  'clients made from openapi.json (needs schemathesis) (needs openapi-python-client)',
  () => {
    let stack: Stack;
    let folder: string;
    let known: { CONTRACT_TASK: string; CONTRACT_CATALOG: string };
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'contract-'));
      const env = { API_KEYS: JSON.stringify([keyEntry]), CATALOG_STORE: join(folder, 'store') };
      stack = await Stack.start({ workers: 0, env });
      stack.addWorker();
      await until(
        'the worker to send a heartbeat',
        async () => {
          const answer = await fetch(`${stack.url}/workers/status`, { headers: { authorization: `Bearer ${KEY}` } });
          return ((await answer.json()) as { count: number }).count === 1;
        },
        { seconds: 60 },
      );
    }, 120_000);
    afterAll(async () => {
      await stack?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('openapi-python-client: predict, batch, errors, a light curve and a catalogue', async () => {
      const python = pythonWith('openapi_python_client')!;
      const output = join(folder, 'client');
      const args = ['generate', '--path', 'openapi.json', '--output-path', output, '--meta', 'none'];
      // The name of the package is that of the folder.
      const made = await runCommand(python, ['-m', 'openapi_python_client', ...args, '--overwrite']);
      expect(made, made.stdout).toMatchObject({ code: 0 });
      const env = { BASE_URL: stack.url, EXOPLANET_API_KEY: KEY };
      const { code, stdout, stderr } = await runCommand(python, [join(contract, 'walk.py'), output], { env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = stdout.trim().split('\n');
      expect(lines[0]).toContain('tabular@');
      expect(lines.slice(1, 5)).toEqual([
        'predict completed None K00752.01 likely_planet',
        'batch completed 2',
        'refused 400 VALIDATION_FAILED period',
        'unknown 404 TASK_NOT_FOUND',
      ]);
      expect(lines[5]).toMatch(/^curve a\w+ completed 3\.50 d True$/);
      expect(lines[6]).toMatch(/^catalogue i\w+ completed completed 1 likely_planet PC$/);
      known = { CONTRACT_TASK: lines[5].split(' ')[1], CONTRACT_CATALOG: lines[6].split(' ')[1] };
    }, 120_000);

    it('schemathesis finds nothing on any route, with all of its checks', async () => {
      const { SCHEMATHESIS = '--phases examples,fuzzing,stateful --max-examples 2 --workers 4 --seed 1' } = process.env;
      const args = ['run', `${stack.url}/openapi.json`, ...SCHEMATHESIS.split(' ')];
      const { code, stdout } = await runCommand(
        pythonWith('schemathesis')!,
        ['-m', 'schemathesis.cli', '--config-file', join(contract, 'schemathesis.toml'), ...args],
        { env: { EXOPLANET_API_KEY: KEY, ...known }, cwd: contract },
      );
      if (code !== 0 || process.env.SCHEMATHESIS) console.log(stdout);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Tested: +(\d+)$/m);
    }, 1_800_000);
  },
);
