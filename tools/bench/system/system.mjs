import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { obtainRedisProgram } from '../../dev/install/redis-program.mjs';
import { freePort, startRedis } from '../../dev/redis.mjs';
import { NODE_FLAGS } from '../../dev/start/node-flags.mjs';
import { Child, cpuMs } from './child.mjs';

/** The system as users run it: a Redis of its own, the built gateway, the built workers; all on the loopback interface. */
export class System {
  workers = [];

  /** @param {{ workers?: number, pinned?: boolean }} [options] pinned: each worker has one core of its own, by `taskset` */
  static async start({ workers = 1, pinned = false } = {}) {
    const system = new System();
    system.pinned = pinned;
    try {
      system.redis = await startRedis({ program: obtainRedisProgram() });
      await Promise.all([
        system.#startGateway(),
        ...Array.from({ length: workers }, (_, index) => system.addWorker(`worker-${index + 1}`)),
      ]);
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  /** Processor time by part [ms], to be taken before and after some work. */
  cpu() {
    return {
      gateway: this.gateway.cpuMs,
      workers: this.workers.reduce((sum, { child }) => sum + child.cpuMs, 0),
      redis: cpuMs(this.redis.process.pid),
    };
  }

  /** Starts one more worker; resolves when it is ready. */
  async addWorker(name) {
    const port = await freePort();
    const child = this.#program(name, 'inference', { WORKER_NAME: name, WORKER_HEALTH_PORT: String(port) });
    const worker = { child, url: `http://127.0.0.1:${port}`, readyMs: 0 };
    this.workers.push(worker);
    worker.readyMs = await readyAfter(child, worker.url);
  }

  async stop() {
    await Promise.all([this.gateway, ...this.workers.map(({ child }) => child)].map((child) => child?.stop()));
    await this.redis?.stop();
  }

  async #startGateway() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.gateway = this.#program('gateway', 'gateway', { PORT: String(port) });
    this.gatewayReadyMs = await readyAfter(this.gateway, this.url);
  }

  #program(name, folder, env) {
    const file = join(workspaceRoot, 'dist/apps', folder, 'main.js');
    if (!existsSync(file)) throw new Error('there is no build: run `npm run build` first');
    const shared = {
      REDIS_URL: this.redis.url,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      MONITOR_PORT: '0',
      MODEL_PATH: join(workspaceRoot, 'models'),
    };
    const [command, ...args] = [
      ...(this.pinned && folder === 'inference'
        ? ['taskset', '--cpu-list', String(this.workers.length % cpus().length)]
        : []),
      process.execPath,
      ...NODE_FLAGS,
      ...profiling(name),
      file,
    ];
    return new Child(name, command, args, { cwd: workspaceRoot, env: { ...shared, ...env } });
  }
}

/** With BENCH_PROFILE=<folder>, every program writes a CPU profile there when it ends. */
function profiling(name) {
  const folder = process.env.BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`] : [];
}

/** Time from its start until it says that it is ready [ms]. */
async function readyAfter(child, url) {
  const started = performance.now();
  await child.until('was ready', async () => (await fetch(`${url}/health/ready`)).ok);
  return performance.now() - started;
}
