import { resolve } from 'node:path';
import { freePort } from '../free-port.mjs';
import { Leash } from '../processes/leash.mjs';
import { SupervisedProcess } from '../processes/supervised-process.mjs';
import { untilReachable, withoutPassword } from '../redis/redis-address.mjs';
import { obtainRedisProgram } from '../redis/redis-program.mjs';
import { redisCommand, untilAnswering } from '../redis/redis-server.mjs';
import { claimOrJoin } from '../redis/shared-redis.mjs';
import { say } from '../say.mjs';
import { UnreachableConditionError, until } from '../until.mjs';
import { addresses } from './addresses.mjs';
import { GATEWAY_ALLOCATOR, NODE_FLAGS } from './how-node-runs.mjs';
import { haveHeartbeats, isHealthy } from './readiness.mjs';

/** Time that gateway and workers get to finish running tasks, and Redis to write its file [ms]. */
const DRAIN_MS = 30_000;
const REDIS_MS = 10_000;
/** After this many deaths in a row before the system was ever ready, it gives up. */
const MAX_DEATHS = 3;

/** Redis, gateway and workers of one `./start.sh`. */
export class System {
  #root;
  #settings;
  #mayInstall;
  #leash = new Leash();
  /** @type {SupervisedProcess | undefined} */
  #redis;
  #redisUrl = '';
  #releaseRedis = () => {};
  /** @type {SupervisedProcess | undefined} */
  #gateway;
  /** @type {SupervisedProcess[]} */
  #workers = [];
  /** @type {string | undefined} */
  #workerHealth;
  #ready = false;
  #starting = new AbortController();
  #hurry = new AbortController();
  /** @type {Promise<void> | undefined} */
  #stopped;

  /**
   * @param {string} root the checkout
   * @param {Record<string, string>} settings environment of gateway and workers
   * @param {{ mayInstall: boolean }} options mayInstall: Redis may be installed with the system's package manager
   */
  constructor(root, settings, { mayInstall }) {
    this.#root = root;
    this.#settings = settings;
    this.#mayInstall = mayInstall;
  }

  get stopping() {
    return this.#stopped !== undefined;
  }

  /** Starts what was asked for and waits until it answers. @param {{ gateway: boolean, workers: number }} what */
  async start({ gateway, workers }) {
    await this.#startRedis();
    if (!gateway && workers === 1) this.#workerHealth = await this.#workerHealthAddress();
    if (gateway) this.#gateway = this.#supervise('gateway', 'gateway');
    for (let index = 1; index <= workers; index++) {
      const name = workers === 1 ? 'worker' : `worker-${index}`;
      this.#workers.push(this.#supervise(name, 'inference', this.#workerSettings(index, workers)));
    }
    await this.#untilReady();
    this.#ready = true;
  }

  async addresses() {
    const monitor = `http://localhost:${this.#settings.MONITOR_PORT ?? 5555}`;
    return addresses({
      gateway: this.#gateway && this.#gatewayAddress('localhost'),
      monitor: this.#gateway && (await isHealthy(monitor)) ? monitor : undefined,
      worker: this.#workerHealth,
      redis: withoutPassword(this.#redisUrl),
      workers: this.#workers.length,
    });
  }

  /** Ends gateway and workers, then Redis. */
  stop() {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Makes `stop` wait no longer. */
  hurry() {
    this.#hurry.abort();
  }

  async #stop() {
    this.#starting.abort(new UnreachableConditionError('stopped'));
    await Promise.all([this.#gateway, ...this.#workers].map((each) => each?.stop(DRAIN_MS, this.#hurry.signal)));
    await this.#redis?.stop(REDIS_MS);
    this.#releaseRedis();
  }

  async #untilReady() {
    const wait = async (/** @type {string} */ what, /** @type {() => Promise<boolean>} */ condition) => {
      say(`Waiting for ${what}`);
      await until(what, condition, { seconds: 120, everyMs: 200, signal: this.#starting.signal });
    };
    const gateway = this.#gatewayAddress('127.0.0.1');
    const pids = () => this.#workers.map(({ pid }) => pid);
    if (this.#gateway) await wait('the gateway', () => isHealthy(`${gateway}/health/ready`));
    if (this.#gateway && this.#workers.length > 0)
      await wait('the heartbeat of every worker', () => haveHeartbeats(gateway, pids()));
    if (this.#workerHealth) await wait('the worker', () => isHealthy(`${this.#workerHealth}/health/ready`));
  }

  async #startRedis() {
    if (this.#settings.REDIS_URL) {
      this.#redisUrl = this.#settings.REDIS_URL;
      say(`Redis: REDIS_URL=${withoutPassword(this.#redisUrl)}`);
      await untilReachable(this.#redisUrl);
      return;
    }
    const program = obtainRedisProgram({ mayInstall: this.#mayInstall });
    const directory = resolve(this.#root, '.data/redis');
    const { port, owner, ours, release } = await claimOrJoin(directory);
    this.#releaseRedis = release;
    this.#redisUrl = `redis://127.0.0.1:${port}`;
    if (!ours) {
      say(`Redis: ${this.#redisUrl}, run by another ./start.sh (process ${owner}) and ended with it`);
      return;
    }
    say(`Redis: ${program} at ${this.#redisUrl}, its data and log in .data/redis`);
    const { command, args } = redisCommand(program, { port, directory });
    this.#redis = this.#run({ name: 'redis', command, args, env: process.env, last: true });
    await untilAnswering(port, () => this.#starting.signal.throwIfAborted());
  }

  /** @param {string} name @param {string} app @param {Record<string, string>} [settings] */
  #supervise(name, app, settings = {}) {
    say(`Starting ${name}`);
    const logFormat = process.stdout.isTTY ? 'pretty' : 'json';
    return this.#run({
      name,
      command: process.execPath,
      args: [...NODE_FLAGS, resolve(this.#root, 'dist/apps', app, 'main.js')],
      env: {
        LOG_FORMAT: logFormat,
        ...(app === 'gateway' ? GATEWAY_ALLOCATOR : {}),
        ...this.#settings,
        REDIS_URL: this.#redisUrl,
        ...settings,
      },
    });
  }

  /** @param {Pick<import('../processes/supervised-process.mjs').SupervisedOptions, 'name' | 'command' | 'args' | 'env' | 'last'>} options */
  #run(options) {
    this.#starting.signal.throwIfAborted();
    const { name } = options;
    const log = name === 'redis' ? '.data/redis/redis.log' : 'its lines above';
    const onDeath = (/** @type {number} */ deaths) => {
      if (!this.#ready && deaths >= MAX_DEATHS)
        this.#starting.abort(new UnreachableConditionError(`${name} ended ${deaths} times in a row: see ${log}`));
    };
    const supervised = new SupervisedProcess({ ...options, cwd: this.#root, leash: this.#leash, onDeath });
    supervised.start();
    return supervised;
  }

  /** Several workers need a name and a health port each. @param {number} index @param {number} workers @returns {Record<string, string>} */
  #workerSettings(index, workers) {
    if (workers === 1) return {};
    const { WORKER_NAME } = this.#settings;
    return { WORKER_HEALTH_PORT: '0', ...(WORKER_NAME ? { WORKER_NAME: `${WORKER_NAME}-${index}` } : {}) };
  }

  /** The health address of a worker that runs alone. Without WORKER_HEALTH_PORT we choose the port, to know it. */
  async #workerHealthAddress() {
    const { WORKER_HEALTH_PORT } = this.#settings;
    if (!WORKER_HEALTH_PORT || WORKER_HEALTH_PORT === '0') this.#settings.WORKER_HEALTH_PORT = String(await freePort());
    return this.#address('127.0.0.1', this.#settings.WORKER_HEALTH_PORT);
  }

  /** @param {string} loopback */
  #gatewayAddress(loopback) {
    return this.#address(loopback, this.#settings.PORT ?? '8000');
  }

  /** @param {string} loopback the host to use where HOST means every interface @param {string} port */
  #address(loopback, port) {
    const { HOST } = this.#settings;
    const host = !HOST || HOST === '0.0.0.0' || HOST === '::' ? loopback : HOST.includes(':') ? `[${HOST}]` : HOST;
    return `http://${host}:${port}`;
  }
}
