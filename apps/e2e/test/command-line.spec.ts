import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExoplanetClient } from '@exoplanet/client';
import type { AnalysisDto } from '@exoplanet/contracts';
import { until } from '@exoplanet/dev';
import { runProgram } from '../src/program';
import { Stack } from '../src/stack';

const TABLE = `id,source,period,period_err,radius,depth
a,KEPLER,12.5,0.001,2.5,400
b,TESS,1.1,0.1,15,18000
c,K2,0,,1,
d,KEPLER,300,1,11,9000
e,TESS,3.25,0.001,5.5,650
`;

/** 30 days at half-hour cadence: a box-shaped transit of 1000 ppm and 3 h every 3.5 days, with a deterministic scatter of 100 ppm. */
const CURVE = [
  'time_bkjd,flux',
  ...Array.from({ length: 1440 }, (_, index) => {
    const time = 800 + index / 48;
    const fromTransit = ((((time - 801) % 3.5) + 5.25) % 3.5) - 1.75;
    return `${time.toFixed(6)},${(1 + 1e-4 * Math.sin(index * index) - (Math.abs(fromTransit) < 1.5 / 24 ? 1e-3 : 0)).toFixed(8)}`;
  }),
].join('\n');

describe('the command line, against a running system', () => {
  let stack: Stack;
  const env = () => ({ BASE_URL: stack.url });
  const exoplanet = (args: string[], stdin?: string) => runProgram('cli/exoplanet', args, { stdin, env: env() });
  const inspect = (...args: string[]) => runProgram('cli/inspect', args, { env: env() });

  beforeAll(async () => {
    stack = await Stack.start({ workers: 2 });
  }, 60_000);
  afterAll(() => stack?.stop());

  describe('exoplanet', () => {
    it('ranks a table from stdin, and lists a refused row last', async () => {
      const { code, stdout, stderr } = await exoplanet(['predict', '-', '--batch-size', '2'], TABLE);
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /^5 candidates, .*\nrows of different requests are not compared .*\nrefused: 1 of 5 rows, which are listed last\n {2}line 4: period: found "0", expected a number above 0, up to \d+ d\n$/,
      );
      const rows = stdout
        .trim()
        .split('\n')
        .map((line) => line.split(','));
      expect(rows[0].slice(0, 5)).toEqual(['rank', 'id', 'source', 'probability', 'prediction']);
      expect(
        rows
          .slice(1, 5)
          .map(([, id]) => id)
          .sort(),
      ).toEqual(['a', 'b', 'd', 'e']);
      const probabilities = rows.slice(1, 5).map((row) => Number(row[3]));
      expect(probabilities).toEqual([...probabilities].sort((one, other) => other - one));
      expect(rows[5].slice(0, 2)).toEqual(['', 'c']);
    });

    it('gives the same predictions with --local, without a server', async () => {
      const [asked, local] = await Promise.all([
        exoplanet(['predict', '-', '-q'], TABLE),
        runProgram('cli/exoplanet', ['predict', '-', '-q', '--local'], { stdin: TABLE }),
      ]);
      expect(local.stdout).toBe(asked.stdout);
    });

    it('prints the models and their cards', async () => {
      const [model] = await new ExoplanetClient({ baseUrl: stack.url }).models();
      expect((await exoplanet(['model'])).stdout).toMatch(new RegExp(`^MODEL .*\\n${model.name}@${model.version} `));
      expect(JSON.parse((await exoplanet(['model', model.name, '--json'])).stdout)).toMatchObject({
        name: model.name,
        sha256: model.sha256,
      });
    });

    it('finds the transit in a light curve', async () => {
      const { code, stdout } = await exoplanet(
        ['light-curve', '-', '--source', 'KEPLER', '--max-planets', '1', '--json'],
        CURVE,
      );
      expect(code).toBe(0);
      const { detections } = JSON.parse(stdout) as {
        detections: { period: { value: number }; tests: { name: string; verdict: string }[] }[];
      };
      expect(detections).toHaveLength(1);
      expect(detections[0].period.value).toBeCloseTo(3.5, 2);
      expect(detections[0].tests.find(({ name }) => name === 'significance')?.verdict).toBe('pass');
    });

    it('prints the same analysis of a light curve with --local, field by field', async () => {
      const args = ['light-curve', '-', '--source', 'KEPLER', '--star-radius', '1', '--max-planets', '1', '--json'];
      const [asked, local] = await Promise.all([
        exoplanet(args, CURVE),
        runProgram('cli/exoplanet', [...args, '--local'], { stdin: CURVE }),
      ]);
      const analysisOf = ({ stdout }: { stdout: string }) => {
        const analysis = JSON.parse(stdout) as AnalysisDto;
        for (const timed of [analysis, ...analysis.detections.map(({ prediction }) => prediction!)])
          timed.processing_time_ms = 0;
        return analysis;
      };
      expect(analysisOf(local)).toEqual(analysisOf(asked));
      expect(Object.keys(analysisOf(local).detections[0])).toEqual(Object.keys(analysisOf(asked).detections[0]));
      expect(analysisOf(local).detections[0].views.global?.values).toHaveLength(201);
      expect(analysisOf(local).detections[0].prediction).toMatchObject({
        model: { name: 'multimodal' },
        heads_used: expect.arrayContaining(['row', 'local']) as unknown,
      });
    });

    it('shows the problem of a refused request: code, detail, advice and request id', async () => {
      const { code, stdout, stderr } = await exoplanet(['predict', '-', '-q', '-m', 'nothing'], TABLE);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^error: MODEL_NOT_FOUND: .+\n( {2}.+\n)*advice: .+\nrequest id: \S+\n$/);
    });
  });

  describe('inspect', () => {
    it.each(['ping', 'active', 'registered', 'stats', 'queues'])('%s: every worker replies', async (what) => {
      const { code, stdout } = await inspect(what);
      expect(code).toBe(0);
      expect(stdout).toMatch(what === 'active' ? /^nothing\n$/ : /^WORKER .*\nworker-1 [^]*\nworker-2 /);
    });

    it('pauses one worker, drains and resumes all', async () => {
      expect(JSON.parse((await inspect('pause', 'worker-2', '--json')).stdout)).toMatchObject({
        expected: 1,
        replies: [{ worker: 'worker-2', ok: true }],
        missing: [],
      });
      expect((await inspect('queues')).stdout).toMatch(/worker-2 .*paused/);
      expect((await inspect('drain')).code).toBe(0);
      expect((await inspect('resume')).stdout).toMatch(
        /^WORKER +STATE +ACTIVE\nworker-1 +taking commands +0\nworker-2 +taking commands +0\n$/,
      );
    });

    it('cancels a waiting task, and says when a task has already ended', async () => {
      const client = new ExoplanetClient({ baseUrl: stack.url });
      const done = await client.submit([{ source: 'K2', period: 3 }]);
      await client.wait(done);
      await inspect('pause');
      const waiting = await client.submit([{ source: 'K2', period: 3 }]);
      expect(await inspect('cancel', waiting)).toMatchObject({ code: 0, stdout: `task ${waiting}: cancelled\n` });
      await inspect('resume');
      expect(await inspect('cancel', done)).toMatchObject({ code: 1, stdout: `task ${done}: completed\n` });
    });

    it('exits with 1 for an unknown worker or task, and with 3 when no server answers', async () => {
      expect(await inspect('pause', 'nobody')).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^error: WORKER_NOT_FOUND: /) as unknown,
      });
      expect(await inspect('cancel', 'p0')).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^error: TASK_NOT_FOUND: [^]*request id: /) as unknown,
      });
      expect(await runProgram('cli/inspect', ['ping', '--server', 'http://127.0.0.1:1'])).toMatchObject({
        code: 3,
        stdout: '',
      });
    });

    it('exits with 1 and names a worker that does not reply', async () => {
      const lost = stack.addWorker({ TELEMETRY_UPDATE_INTERVAL: '5' });
      const client = new ExoplanetClient({ baseUrl: stack.url });
      await until('the third worker to reply', async () => {
        const { expected, replies } = await client.inspect('ping');
        return expected === 3 && replies.length === 3;
      });
      process.kill(lost.pid, 'SIGSTOP');
      try {
        expect(await inspect('ping')).toMatchObject({
          code: 1,
          stdout: expect.stringMatching(/^WORKER [^]*worker-3 did not answer in time\n$/) as unknown,
        });
      } finally {
        process.kill(lost.pid, 'SIGCONT');
        await lost.kill();
      }
    });
  });
});

it('the command line says so when no worker is up', async () => {
  const stack = await Stack.start({ workers: 0 });
  const env = { BASE_URL: stack.url };
  try {
    expect(await runProgram('cli/exoplanet', ['model'], { env })).toMatchObject({
      code: 0,
      stderr: 'no worker is running, so no model is available\n',
    });
    const waiting = runProgram('cli/exoplanet', ['predict', '-', '-o', '/dev/null'], { stdin: TABLE, env });
    await until(
      'the task to wait',
      async () =>
        /^exoplanet_queue_jobs\{[^}]*state="waiting"[^}]*\} 1$/m.test(
          await (await fetch(`${stack.url}/metrics`)).text(),
        ),
      { seconds: 10 },
    );
    stack.addWorker();
    expect((await waiting).stderr).toContain('no worker is running: the answer waits until one starts\n');
  } finally {
    await stack.stop();
  }
});
