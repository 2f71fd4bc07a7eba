import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workspaceRoot } from '../../build/aliases.mjs';
import { freePort } from '../../dev/free-port.mjs';
import { endProcess } from '../../dev/processes/end-process.mjs';
import { commandOf, readStages } from '../dockerfile.mjs';
import { PlainBuild } from '../plain-image.mjs';

/** Root gives up its rights, as the images do with USER: then what root assembled is a read-only file system. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
const stages = readStages();

let folder: string;
let gateway: Service;
let inference: Service;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'images-'));
  chmodSync(folder, 0o755);
  const build = new PlainBuild(folder);
  const own = { REDIS_URL: process.env.REDIS_URL!, KEY_PREFIX: 'images', LOG_LEVEL: 'warn' };
  const [port, monitor, health] = [await freePort(), await freePort(), await freePort()].map(String);
  gateway = new Service('gateway', await build.stage('gateway'), {
    ...own,
    PORT: port,
    MONITOR_PORT: monitor,
    BASE_URL: `http://127.0.0.1:${port}`,
  });
  inference = new Service('inference', await build.stage('inference'), { ...own, WORKER_HEALTH_PORT: health });
}, 600_000);

afterAll(async () => {
  await Promise.all([gateway, inference].map((service) => service?.stop()));
  await rm(folder, { recursive: true, force: true });
}, 300_000);

describe('what the Dockerfile assembles', () => {
  it('holds ONNX Runtime for this platform only, and none for the gateway', () => {
    const binaries = join(inference.workdir, 'node_modules/onnxruntime-node/bin');
    const platforms = readdirSync(binaries).flatMap((napi) =>
      readdirSync(join(binaries, napi)).flatMap((platform) =>
        readdirSync(join(binaries, napi, platform)).map((arch) => `${platform}/${arch}`),
      ),
    );
    expect(platforms).toEqual([`${process.platform}/${process.arch}`]);
    expect(readdirSync(join(gateway.workdir, 'node_modules'))).not.toContain('onnxruntime-node');
  });

  it('starts, and its health check finds it ready', { timeout: 60_000 }, async () => {
    for (const service of [inference, gateway]) service.start();
    for (const service of [inference, gateway])
      await expect.poll(() => service.healthcheck(), { timeout: 30_000, interval: 500 }).toBe(0);
  });

  it('answers a prediction', { timeout: 30_000 }, async () => {
    const response = await fetch(`${gateway.env.BASE_URL}/predict?wait=20`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ period: 1.5, radius: 1.2, period_err: 0.01, radius_err: 0.05, source: 'KEPLER' }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'completed' });
  });

  it('has the inspect program on PATH of the gateway', () => {
    const { status, stdout } = gateway.run(['inspect', 'ping', '--json']);
    expect(status).toBe(0);
    expect(stdout).toContain('pong');
  });

  it('tells the queue lengths that the ScaledObject of k8s asks for', async () => {
    const { spec } = parse(readFileSync(join(workspaceRoot, 'k8s/base/inference/scaled-object.yaml'), 'utf8'), {
      merge: true,
    });
    const metrics = await fetch(`${gateway.env.BASE_URL}/metrics`).then((response) => response.text());
    for (const { metadata } of spec.triggers) expect(metrics).toContain(`\n${metadata.valueLocation} `);
  });

  it('ends by itself when it is told to', { timeout: 30_000 }, async () => {
    expect(await gateway.stop()).not.toBe('SIGKILL');
    expect(await inference.stop()).not.toBe('SIGKILL');
    expect(gateway.healthcheck()).toBe(1);
  });
});

/** A container's process, without the container. */
class Service {
  readonly workdir: string;
  readonly env: Record<string, string>;
  private child?: ChildProcess;

  constructor(
    private readonly target: string,
    image: { root: string; workdir: string; env: Record<string, string> },
    env: Record<string, string>,
  ) {
    this.workdir = join(image.root, image.workdir);
    this.env = { ...image.env, ...env };
  }

  start(): void {
    const [program, ...args] = commandOf(stages, this.target);
    this.child = spawn(program, args, { cwd: this.workdir, env: this.env, stdio: 'inherit', ...user });
  }

  healthcheck(): number | null {
    return this.run(commandOf(stages, this.target, 'HEALTHCHECK')).status;
  }

  run([program, ...args]: string[]): { status: number | null; stdout: string } {
    return spawnSync(program, args, { cwd: this.workdir, env: this.env, encoding: 'utf8', ...user });
  }

  /** @returns the signal that ended it, if one did */
  async stop(): Promise<NodeJS.Signals | null | undefined> {
    if (this.child) await endProcess(this.child, 20_000);
    return this.child?.signalCode;
  }
}
