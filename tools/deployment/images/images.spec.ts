import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { importSource } from '../../bench/import-source.mjs';
import { workspaceRoot } from '../../build/aliases.mjs';
import { freePort } from '../../dev/free-port.mjs';
import { isMissing } from '../../dev/requirements.mjs';
import { until } from '../../dev/until.mjs';
import type { Manifest } from '../manifest.mjs';
import {
  buildImage,
  buildOlderImages,
  ComposeProject,
  docker,
  execIn,
  inspectContainer,
  olderCommit,
} from './engine.mjs';

const candidate = { period: 1.5, radius: 1.2, period_err: 0.01, radius_err: 0.05, source: 'KEPLER' };
const MIB = 1024 * 1024;
/** A table such as the commands of the documents name: Kepler-227 b and c, from the KOI table of the NASA Exoplanet Archive. */
const KOI_TABLE = `kepid,kepoi_name,koi_period,koi_duration,koi_depth,koi_prad
10797460,K00752.01,9.48803557,2.9575,615.8,2.26
10797460,K00752.02,54.4183827,4.507,874.8,2.83
`;

describe.skipIf(isMissing('a Docker engine') || isMissing('docker compose'))(
  'the images (needs a Docker engine) (needs docker compose)',
  { timeout: 180_000 },
  () => {
    let project: ComposeProject;
    let url: string;
    let monitor: string;
    const older = olderCommit();
    /** Tasks of the older version: one that it finished, and some that waited while it was replaced. */
    let finished: string;
    let waiting: string[] = [];
    const gateway = () => project.containers('gateway')[0];
    const workers = () => project.containers('inference');
    const post = async (path: string, body: object = {}) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const submit = async (query = ''): Promise<string> => {
      const rows = Array.from({ length: 200 }, (_, i) => ({ ...candidate, period: 1 + i }));
      const answer = await post(`/predict/batch${query}`, { predictions: rows });
      return (answer as { task_id: string }).task_id;
    };
    const taskOf = async (id: string) =>
      (await (await fetch(`${url}/tasks/${id}`)).json()) as { status: string; result?: { predictions: object[] } };
    const allHealthy = (count: number) => {
      const isHealthy = (container: string) => inspectContainer(container).State.Health?.Status === 'healthy';
      const all = () => [...project.containers('redis'), ...project.containers('gateway'), ...workers()];
      return until('every container to be healthy', () => all().length === count && all().every(isHealthy), {
        seconds: 120,
        everyMs: 1000,
      });
    };

    beforeAll(async () => {
      const [port, monitorPort] = [await freePort(), await freePort()];
      [url, monitor] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${monitorPort}`];
      project = new ComposeProject(`exoplanet-test-${port}`, {
        PORT: String(port),
        MONITOR_PORT: String(monitorPort),
        REDIS_PASSWORD: 'of-the-test',
        LOG_LEVEL: 'warn',
      });
      await buildImage('gateway');
      await buildImage('inference');
      if (older) {
        await buildOlderImages(older);
        project.upWith(older, '--scale', 'inference=1');
        await allHealthy(3);
        finished = await submit('?wait=60');
        await post('/workers/pause');
        waiting = await Promise.all(Array.from({ length: 5 }, () => submit()));
      }
      project.upWith('latest', '--scale', 'inference=2');
      await allHealthy(4);
    }, 1_500_000);

    afterAll(() => project?.down(), 120_000);

    it.each([
      ['gateway', 230],
      ['inference', 330],
    ])('the layers of %s above the base image have at most %i MB', (target, max) => {
      const layers = docker([
        'history',
        '--human=false',
        '--format',
        '{{.Size}} {{.CreatedBy}}',
        `exoplanet-${target}`,
      ]).split('\n');
      const own = layers.slice(
        0,
        layers.findIndex((layer) => layer.includes('WORKDIR /app')),
      );
      expect(own.length).toBeGreaterThan(5);
      expect(own.reduce((sum, layer) => sum + parseInt(layer), 0) / 1e6).toBeLessThanOrEqual(max);
    });

    it.skipIf(!older)(
      'tasks that waited while an older version was replaced are done (needs an older commit)',
      async () => {
        expect(waiting).toHaveLength(5);
        for (const id of waiting) {
          await until(`task ${id} to be completed`, async () => (await taskOf(id)).status === 'completed', {
            seconds: 90,
          });
          expect((await taskOf(id)).result?.predictions).toHaveLength(200);
        }
        expect(await taskOf(finished)).toMatchObject({ status: 'completed', result: { predictions: { length: 200 } } });
      },
    );

    it('the build context has no data, secrets, packages or build output', () => {
      const folder = mkdtempSync(join(tmpdir(), 'context-'));
      const onlyCopy = 'FROM scratch\nCOPY . /\n';
      docker(['build', '--file', '-', '--output', folder, '.'], { input: onlyCopy });
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(files).toContain('package-lock.json');
      expect(files.filter((file) => /(^|\/)(\.env|\.data|\.git|node_modules|dist)(\/|$)/.test(file))).toEqual([]);
    });

    it('ONNX Runtime is in the worker for one platform, and not in the gateway', () => {
      const list = (container: string) =>
        execIn(container, ['find', 'node_modules/onnxruntime-node/bin', '-name', '*.so*']);
      const libraries = list(workers()[0]).output.trim().split('\n');
      expect(libraries.length).toBeGreaterThan(0);
      expect(libraries.filter((file) => !file.includes(`/${process.platform}/${process.arch}/`))).toEqual([]);
      expect(list(gateway()).status).not.toBe(0);
    });

    it('every process runs without root and without capabilities, on a read-only file system, within a memory limit', () => {
      const limits = { gateway: 1024 * MIB, inference: 2048 * MIB, redis: 2048 * MIB };
      for (const [service, memory] of Object.entries(limits)) {
        for (const container of project.containers(service)) {
          const { HostConfig } = inspectContainer(container);
          expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], Memory: memory });
          expect(Number(execIn(container, ['id', '-u']).output)).toBeGreaterThan(0);
          expect(execIn(container, ['touch', '/app-or-not']).output).toMatch(/Read-only file system/);
        }
      }
    });

    it('Redis keeps an append-only file, evicts nothing and refuses writes at its limit', () => {
      const [redis] = project.containers('redis');
      const setting = (name: string) =>
        execIn(redis, ['redis-cli', '--no-auth-warning', 'config', 'get', name]).output.trim().split('\n')[1];
      expect([setting('appendonly'), setting('maxmemory-policy')]).toEqual(['yes', 'noeviction']);
      expect(Number(setting('maxmemory'))).toBe(1280 * MIB);
    });

    it('the curl commands of README.md and docs/api.md are answered', async () => {
      const { sampleFile } = (await importSource('libs/light-curve/src/samples/index.ts')) as {
        sampleFile: (name: string) => Uint8Array;
      };
      const folder = mkdtempSync(join(tmpdir(), 'curls-'));
      writeFileSync(join(folder, 'koi.csv'), KOI_TABLE);
      writeFileSync(join(folder, 'planet.fits'), sampleFile('planet'));
      const documents = ['README.md', 'docs/api.md'].map((file) => readFileSync(join(workspaceRoot, file), 'utf8'));
      const commands = documents.flatMap(curlsOf);
      expect(commands.length).toBeGreaterThanOrEqual(4);
      let task = '';
      for (const command of commands) {
        const line = command
          .replaceAll('http://localhost:8000', url)
          .replace('TASK_ID', task)
          .replace(/^curl/, 'curl --silent --fail-with-body');
        const { status, stdout } = spawnSync('bash', ['-c', line], { encoding: 'utf8', cwd: folder });
        expect(status, `${line}\n${stdout}`).toBe(0);
        const output = / -o (\S+)/.exec(line)?.[1];
        if (output) expect(readFileSync(join(folder, output)).subarray(0, 8).toString()).toBe('EXOCOLS1');
        else {
          const answer = JSON.parse(stdout) as { status?: string; task_id: string; catalog_id?: string };
          expect(answer.catalog_id ?? answer.status).toMatch(/^(completed|i[0-9a-f]+)$/);
          task = answer.task_id;
        }
      }
      rmSync(folder, { recursive: true });
    });

    it('inspect is on PATH of the gateway, and both workers reply', () => {
      const { status, output } = execIn(gateway(), ['inspect', 'ping', '--json']);
      expect(status).toBe(0);
      expect((JSON.parse(output) as { replies: object[] }).replies).toHaveLength(2);
    });

    it('the queue page is served', async () => {
      const page = await fetch(monitor);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Exoplanet queues');
    });

    it('the metrics have the queue lengths that the ScaledObject of k8s reads', async () => {
      const file = join(workspaceRoot, 'k8s/base/inference/scaled-object.yaml');
      const { spec } = parse(readFileSync(file, 'utf8'), { merge: true }) as Manifest;
      const metrics = await fetch(`${url}/metrics`).then((response) => response.text());
      expect(spec?.triggers?.length).toBeGreaterThan(0);
      for (const { metadata } of spec?.triggers ?? []) expect(metrics).toContain(`\n${metadata.valueLocation} `);
    });

    it('a killed worker loses no task, and is started again', async () => {
      const tasks = await Promise.all(Array.from({ length: 10 }, () => submit('?uncertainty=true')));
      const [victim] = workers();
      // Its process, not its container: an engine does not restart a container that was killed through its API.
      const program = `const fs = require('fs');
        for (const pid of fs.readdirSync('/proc').filter(Number))
          if (![1, process.pid].includes(Number(pid)) && fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('/inference/main.js'))
            process.kill(Number(pid), 'SIGKILL')`;
      execIn(victim, ['node', '--eval', program]);
      for (const task of tasks) {
        await until(`task ${task} to be completed`, async () => (await taskOf(task)).status === 'completed', {
          seconds: 90,
        });
      }
      await until('the worker to be restarted', () => inspectContainer(victim).RestartCount === 1, { seconds: 30 });
      await until(
        'both workers to send heartbeats',
        async () => ((await (await fetch(`${url}/workers/status`)).json()) as { count: number }).count === 2,
        { seconds: 60 },
      );
    });

    it('gateway and worker end by themselves on SIGTERM', () => {
      const containers = [gateway(), ...workers()];
      project.run('stop', '--timeout', '60', 'gateway', 'inference');
      // 143 is the end by SIGTERM; 137 would be the engine's SIGKILL after the timeout.
      for (const container of containers) expect([0, 143]).toContain(inspectContainer(container).State.ExitCode);
    });
  },
);

/** The curl commands in the code blocks of a document, each with its continuation lines. */
function curlsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, block]) => block);
  return blocks.flatMap((block) => block.match(/^curl (?:.*\\\n)*.*$/gm) ?? []);
}
