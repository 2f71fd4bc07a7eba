import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { freePort, UnreachableConditionError, until } from '@exoplanet/dev';
import { procText } from './proc';

const root = resolve(import.meta.dirname, '../../..');

/** Time for a process to start: about 2 s, far longer on a machine under full load. */
const START_SECONDS = 120;

export interface StackOptions {
  gateways?: number;
  workers?: number;
  /** Environment for every process. Unless it says otherwise, workers send a heartbeat every 200 ms. */
  env?: Record<string, string>;
}

/** One running process of the system. */
export class Process {
  private output = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.stdout?.on('data', (data: Buffer) => (this.output += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (this.output += data.toString()));
    this.ended = new Promise((done) => child.once('exit', done));
  }

  static start(name: string, program: string, env: Record<string, string>): Process {
    return new Process(
      name,
      spawn(process.execPath, [resolve(root, 'dist/apps', program, 'main.js')], {
        cwd: root,
        env: { ...process.env, ...env },
      }),
    );
  }

  get pid(): number {
    return this.child.pid!;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ids of its child processes, through Linux's /proc. @param program the name that their command line contains */
  children(program = ''): number[] {
    const children = procText(`${this.pid}/task/${this.pid}/children`);
    return children
      .split(' ')
      .filter(Boolean)
      .map(Number)
      .filter((child) => procText(`${child}/cmdline`).includes(program));
  }

  /** Everything that it has written. */
  get log(): string {
    return this.output;
  }

  /** Ends the process and waits until it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.running) this.child.kill(signal);
    return this.ended;
  }
}

/** A whole system on the Redis at `REDIS_URL`, under a key prefix of its own: the built applications, as users run them. */
export class Stack {
  readonly gateways: { url: string; process: Process }[] = [];
  readonly workers: Process[] = [];

  private constructor(private readonly env: Record<string, string>) {}

  static async start({ gateways = 1, workers = 1, env = {} }: StackOptions = {}): Promise<Stack> {
    const stack = new Stack({
      REDIS_URL: process.env.REDIS_URL!,
      KEY_PREFIX: `t${randomBytes(6).toString('hex')}`,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      MONITOR_PORT: '0',
      MODEL_PATH: process.env.MODEL_PATH ?? resolve(root, 'models'),
      TELEMETRY_UPDATE_INTERVAL: '0.2',
      ...env,
    });
    for (let i = 0; i < gateways; i++) await stack.addGateway();
    for (let i = 0; i < workers; i++) stack.addWorker();
    try {
      await stack.ready(workers);
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  /** Address of the first gateway. */
  get url(): string {
    return this.gateways[0].url;
  }

  get prefix(): string {
    return this.env.KEY_PREFIX;
  }

  get redisUrl(): string {
    return this.env.REDIS_URL;
  }

  async addGateway(env: Record<string, string> = {}): Promise<{ url: string; process: Process }> {
    const port = await freePort();
    const name = `gateway-${this.gateways.length + 1}`;
    const gateway = { url: `http://127.0.0.1:${port}`, process: this.startGateway(name, port, env) };
    this.gateways.push(gateway);
    return gateway;
  }

  /** Ends a gateway and starts another at its address. */
  async replaceGateway(index: number, signal: NodeJS.Signals): Promise<number | null> {
    const gateway = this.gateways[index];
    const code = await gateway.process.kill(signal);
    gateway.process = this.startGateway(gateway.process.name, Number(new URL(gateway.url).port), {});
    return code;
  }

  addWorker(env: Record<string, string> = {}): Process {
    const name = `worker-${this.workers.length + 1}`;
    const worker = Process.start(name, 'inference', {
      ...this.env,
      WORKER_NAME: name,
      WORKER_HEALTH_PORT: '0',
      ...env,
    });
    this.workers.push(worker);
    return worker;
  }

  /** Waits until every gateway is ready and the given number of workers send heartbeats. */
  async ready(workers: number): Promise<void> {
    for (const { url, process } of this.gateways) {
      await until(
        `${process.name} to be ready`,
        async () => {
          if (!process.running) throw new UnreachableConditionError(`${process.name} ended:\n${process.log}`);
          return (await fetch(`${url}/health/ready`)).ok;
        },
        { seconds: START_SECONDS },
      );
    }
    if (workers === 0) return;
    await until(
      `${workers} workers to send heartbeats`,
      async () => {
        const dead = this.workers.find((worker) => !worker.running);
        if (dead && workers === this.workers.length)
          throw new UnreachableConditionError(`${dead.name} ended:\n${dead.log}`);
        const { count } = (await (await fetch(`${this.url}/workers/status`)).json()) as { count: number };
        return count >= workers;
      },
      { seconds: START_SECONDS },
    );
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.workers, ...this.gateways.map(({ process }) => process)].map((process) => process.kill()),
    );
  }

  private startGateway(name: string, port: number, env: Record<string, string>): Process {
    return Process.start(name, 'gateway', { ...this.env, PORT: String(port), ...env });
  }
}
