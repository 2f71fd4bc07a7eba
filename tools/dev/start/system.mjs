import { resolve } from 'node:path';
import { obtainRedisProgram } from '../install/redis-program.mjs';
import { Leash } from '../processes/leash.mjs';
import { SupervisedProcess } from '../processes/supervised-process.mjs';
import { freePort, redisCommand, untilAnswering } from '../redis.mjs';
import { say } from '../say.mjs';
import { addresses } from './addresses.mjs';
import { NODE_FLAGS } from './node-flags.mjs';
import { haveHeartbeats, isGreen, until } from './readiness.mjs';
import { untilReachable, withoutPassword } from './redis-address.mjs';
import { takeOrJoin } from './redis-of-checkout.mjs';

/** Time that gateway and workers get to finish what they do, and Redis to write its file [ms]. */
const DRAIN_MS = 20_000;
const REDIS_MS = 10_000;
/** Deaths in a row, before the system was ever ready, after which trying again is pointless. */
const HOPELESS = 3;

/** Redis, gateway and workers of one `./start.sh`. */
export class System {
  #root;
  #settings;
  #leash = new Leash();
  #redis;
  #redisUrl;
  #giveBackRedis = () => {};
  #gateway;
  #workers = [];
  #workerHealth;
  #ready = false;
  #starting = new AbortController();
  #hurry = new AbortController();
  #stopped;

  /** @param {string} root the checkout @param {Record<string, string>} settings environment of gateway and workers */
  constructor(root, settings) {
    this.#root = root;
    this.#settings = settings;
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
      this.#workers.push(
        this.#supervise(
          workers === 1 ? 'worker' : `worker-${index}`,
          'inference',
          this.#workerSettings(index, workers),
        ),
      );
    }
    const signal = this.#starting.signal;
    if (this.#gateway) {
      say('Waiting for the gateway');
      await until(() => isGreen(`${this.#gatewayAddress('127.0.0.1')}/health/ready`), 'the gateway is not ready', {
        signal,
      });
    }
    if (this.#gateway && workers > 0) {
      say(workers === 1 ? "Waiting for the worker's heartbeat" : `Waiting for the heartbeats of ${workers} workers`);
      await until(
        () =>
          haveHeartbeats(
            this.#gatewayAddress('127.0.0.1'),
            this.#workers.map(({ pid }) => pid),
          ),
        'a worker has no heartbeat',
        { signal },
      );
    }
    if (this.#workerHealth) {
      say('Waiting for the worker');
      await until(() => isGreen(`${this.#workerHealth}/health/ready`), 'the worker is not ready', { signal });
    }
    this.#ready = true;
  }

  async addresses() {
    const monitor = `http://localhost:${this.#settings.MONITOR_PORT ?? 5555}`;
    return addresses({
      gateway: this.#gateway && this.#gatewayAddress('localhost'),
      monitor: this.#gateway && (await isGreen(monitor)) ? monitor : undefined,
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

  /** Does not wait any longer. */
  hurry() {
    this.#hurry.abort();
  }

  async #stop() {
    this.#starting.abort(new Error('stopped'));
    await Promise.all([this.#gateway, ...this.#workers].map((each) => each?.stop(DRAIN_MS, this.#hurry.signal)));
    await this.#redis?.stop(REDIS_MS);
    this.#giveBackRedis();
  }

  async #startRedis() {
    if (this.#settings.REDIS_URL) {
      this.#redisUrl = this.#settings.REDIS_URL;
      say(`Redis: REDIS_URL=${withoutPassword(this.#redisUrl)}`);
      await untilReachable(this.#redisUrl);
      return;
    }
    const program = obtainRedisProgram();
    const directory = resolve(this.#root, '.data/redis');
    const { port, owner, ours, giveBack } = await takeOrJoin(directory);
    this.#giveBackRedis = giveBack;
    this.#redisUrl = `redis://127.0.0.1:${port}`;
    if (!ours) {
      say(`Redis: ${this.#redisUrl}, which another ./start.sh (process ${owner}) runs here and will end with it`);
      return;
    }
    say(`Redis: ${program} at ${this.#redisUrl}, its data and log in .data/redis`);
    const { command, args } = redisCommand(program, { port, directory });
    this.#redis = this.#run({ name: 'redis', command, args, last: true });
    await untilAnswering(port, () => this.#starting.signal.throwIfAborted());
  }

  #supervise(name, app, settings = {}) {
    say(`Starting ${name}`);
    const logFormat = process.stdout.isTTY ? 'pretty' : 'json';
    return this.#run({
      name,
      command: process.execPath,
      args: [...NODE_FLAGS, resolve(this.#root, 'dist/apps', app, 'main.js')],
      env: { LOG_FORMAT: logFormat, ...this.#settings, REDIS_URL: this.#redisUrl, ...settings },
    });
  }

  #run({ name, command, args, env = process.env, last = false }) {
    this.#starting.signal.throwIfAborted();
    const onDeath = (deaths) => {
      if (!this.#ready && deaths >= HOPELESS)
        this.#starting.abort(
          new Error(
            `${name} ended ${deaths} times in a row: see ${name === 'redis' ? '.data/redis/redis.log' : 'its lines above'}`,
          ),
        );
    };
    const supervised = new SupervisedProcess({
      name,
      command,
      args,
      cwd: this.#root,
      env,
      leash: this.#leash,
      last,
      onDeath,
    });
    supervised.start();
    return supervised;
  }

  /** Several workers need a name and a health port each. */
  #workerSettings(index, workers) {
    if (workers === 1) return {};
    const { WORKER_NAME } = this.#settings;
    return { WORKER_HEALTH_PORT: '0', ...(WORKER_NAME ? { WORKER_NAME: `${WORKER_NAME}-${index}` } : {}) };
  }

  /** Where a worker that runs alone tells its health; without WORKER_HEALTH_PORT we choose the port to know it. */
  async #workerHealthAddress() {
    const { WORKER_HEALTH_PORT } = this.#settings;
    if (!WORKER_HEALTH_PORT || WORKER_HEALTH_PORT === '0') this.#settings.WORKER_HEALTH_PORT = String(await freePort());
    return this.#address('127.0.0.1', this.#settings.WORKER_HEALTH_PORT);
  }

  #gatewayAddress(loopback) {
    return this.#address(loopback, this.#settings.PORT ?? '8000');
  }

  #address(loopback, port) {
    const { HOST } = this.#settings;
    const host = !HOST || HOST === '0.0.0.0' || HOST === '::' ? loopback : HOST.includes(':') ? `[${HOST}]` : HOST;
    return `http://${host}:${port}`;
  }
}
