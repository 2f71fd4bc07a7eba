import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { freePort } from '../../dev/free-port.mjs';
import { obtainRedisProgram } from '../../dev/redis/redis-program.mjs';
import { startRedis } from '../../dev/redis/redis-server.mjs';
import { GATEWAY_ALLOCATOR, NODE_FLAGS } from '../../dev/start/how-node-runs.mjs';
import { Child, cpuMs } from '../child.mjs';

/** @typedef {Awaited<ReturnType<typeof startRedis>>} Redis */
/** @typedef {{ child: Child, url: string }} Program */

/** The system as users run it, on the loopback interface: a Redis of its own, the built gateway and the built workers. */
export class System {
  #pinned;
  #gatewayEnv;
  /** @type {Program[]} */
  workers = [];
  /** @type {Program | undefined} */
  #gateway;

  /** @param {Redis} redis @param {boolean} pinned @param {Record<string, string>} gatewayEnv */
  constructor(redis, pinned, gatewayEnv) {
    this.redis = redis;
    this.#gatewayEnv = gatewayEnv;
    this.#pinned = pinned;
  }

  /**
   * @param {{ workers?: number, pinned?: boolean, gatewayEnv?: Record<string, string> }} [options] pinned: each worker has
   *   one core of its own, by `taskset`
   */
  static async start({ workers = 1, pinned = false, gatewayEnv = {} } = {}) {
    const redis = await startRedis({ program: obtainRedisProgram({ mayInstall: false }) });
    const system = new System(redis, pinned, gatewayEnv);
    try {
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

  get gateway() {
    if (!this.#gateway) throw new Error('the gateway has not been started');
    return this.#gateway;
  }

  get url() {
    return this.gateway.url;
  }

  /** Processor time that each part has used since its start [ms]. @returns {import('./costs.mjs').Costs} */
  cpu() {
    return {
      gateway: this.gateway.child.cpuMs,
      workers: this.workers.reduce((sum, { child }) => sum + child.cpuMs, 0),
      redis: cpuMs(this.redis.process.pid),
    };
  }

  /** Starts one more worker and waits until it is ready. @param {string} name */
  async addWorker(name) {
    const port = await freePort();
    const child = this.#run(name, 'inference', { WORKER_NAME: name, WORKER_HEALTH_PORT: String(port) });
    const worker = { child, url: `http://127.0.0.1:${port}` };
    this.workers.push(worker);
    await untilReady(worker);
  }

  async stop() {
    await Promise.all([this.#gateway, ...this.workers].map((program) => program?.child.stop()));
    await this.redis.stop();
  }

  async #startGateway() {
    const port = await freePort();
    const child = this.#run('gateway', 'gateway', { PORT: String(port), ...this.#gatewayEnv });
    this.#gateway = { child, url: `http://127.0.0.1:${port}` };
    await untilReady(this.#gateway);
  }

  /** @param {string} name @param {string} folder @param {Record<string, string>} env */
  #run(name, folder, env) {
    const file = join(workspaceRoot, 'dist/apps', folder, 'main.js');
    if (!existsSync(file)) throw new Error('there is no build: run `npm run build` first');
    const shared = {
      REDIS_URL: this.redis.url,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      MONITOR_PORT: '0',
      MODEL_PATH: join(workspaceRoot, 'models'),
      ...(folder === 'gateway' ? GATEWAY_ALLOCATOR : {}),
    };
    const core = String(this.workers.length % cpus().length);
    const [command, ...args] = [
      ...(this.#pinned && folder === 'inference' ? ['taskset', '--cpu-list', core] : []),
      process.execPath,
      ...NODE_FLAGS,
      ...profiling(name),
      file,
    ];
    return new Child(name, command, args, { cwd: workspaceRoot, env: { ...shared, ...env } });
  }
}

/** With BENCH_PROFILE=<folder>, every program writes a CPU profile there when it ends. @param {string} name */
function profiling(name) {
  const folder = process.env.BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`] : [];
}

/** @param {Program} program */
async function untilReady({ child, url }) {
  await child.until('to be ready', async () => (await fetch(`${url}/health/ready`)).ok);
}
