import { Redis } from 'ioredis';
import {
  ANALYZE,
  type AnalyzeCommand,
  type CandidateTable,
  CONTROL,
  type ControlFailure,
  type ControlRequest,
  type InspectRequest,
  type ModelCard,
  PREDICT,
  type PredictCommand,
  type PredictResult,
  SET_BITS,
  type WorkerHeartbeat,
} from '@exoplanet/contracts';
import { type JobContext, JobsServer } from '@exoplanet/job-transport';
import { ControlClient, ControlServer, type EnvDto, RedisKeys, redisOptions } from '@exoplanet/platform';

const MODEL = { name: 'tabular', version: '1', sha256: 'f'.repeat(64) };
const FEATURES = ['source', 'period', 'radius', 'depth'];

/** A worker without models: it takes commands from the real queue and answers them with scripts. */
export class FakeWorker {
  readonly received: { predict: PredictCommand[]; analyze: AnalyzeCommand[]; control: string[] } = {
    predict: [],
    analyze: [],
    control: [],
  };

  /** Scripts; a test replaces them. The default prediction is a probability of `radius` / 100. */
  predict: (command: PredictCommand, context: JobContext) => Promise<PredictResult> = ({ table }) =>
    Promise.resolve(resultOf(Array.from({ length: table.rows }, (_, row) => valueOf(table, row, 'radius') / 100)));
  analyze: (command: AnalyzeCommand, context: JobContext) => Promise<unknown> = () => Promise.resolve({});
  /** Why it refuses control requests, if it does. */
  refusal?: ControlFailure;

  private readonly jobs: JobsServer;
  private readonly control: ControlServer;
  private readonly replies: ControlClient;
  private readonly redis: Redis;
  private readonly keys: RedisKeys;

  private constructor(
    env: EnvDto,
    readonly id: string,
  ) {
    const connection = redisOptions(env);
    this.keys = new RedisKeys(env.KEY_PREFIX);
    this.redis = new Redis(connection);
    this.replies = new ControlClient(connection);
    this.control = new ControlServer(connection);
    this.jobs = new JobsServer({
      connection,
      prefix: env.KEY_PREFIX,
      name: id,
      concurrency: 20,
      progressInterval: 10,
      closeTimeout: 100,
    });
  }

  static async start(env: EnvDto, id = 'worker-1'): Promise<FakeWorker> {
    const worker = new FakeWorker(env, id);
    worker.takeCommands();
    await worker.takeControl();
    await worker.publish();
    return worker;
  }

  async stop(): Promise<void> {
    await this.jobs.close();
    await Promise.all([this.control.close(), this.replies.close()]);
    this.redis.disconnect();
  }

  private takeCommands(): void {
    this.jobs.addHandler(PREDICT, (command: PredictCommand, context: JobContext) => {
      this.received.predict.push(command);
      return this.predict(command, context);
    });
    this.jobs.addHandler(ANALYZE, (command: AnalyzeCommand, context: JobContext) => {
      this.received.analyze.push(command);
      return this.analyze(command, context);
    });
    this.jobs.listen(() => undefined);
  }

  private async takeControl(): Promise<void> {
    await this.replies.connect();
    for (const pattern of [CONTROL.inspect, CONTROL.pause, CONTROL.resume, CONTROL.drain, CONTROL.reload])
      this.control.addHandler(pattern, (request: ControlRequest) => this.reply(pattern, request), true);
    await new Promise<void>((done) => this.control.listen(() => done()));
    const subscribed = () => this.redis.pubsub('NUMSUB', CONTROL.inspect) as Promise<[string, number]>;
    while ((await subscribed())[1] === 0) await new Promise((done) => setTimeout(done, 5));
  }

  private reply(pattern: string, request: ControlRequest): Promise<void> {
    if (request.system !== this.keys.prefix || (request.worker ?? this.id) !== this.id) return Promise.resolve();
    this.received.control.push(pattern);
    const what = pattern === CONTROL.inspect ? { what: (request as InspectRequest).what } : { pattern };
    const reply = {
      system: request.system,
      request: request.request,
      worker: this.id,
      ok: !this.refusal,
      answer: this.refusal ?? what,
    };
    return new Promise((done) => this.replies.emit(CONTROL.reply, reply).subscribe({ complete: done }));
  }

  private async publish(): Promise<void> {
    await this.redis.hset(this.keys.cards, `${MODEL.name}@${MODEL.version}`, JSON.stringify(CARD));
    await this.redis.set(this.keys.worker(this.id), JSON.stringify(this.heartbeat()), 'EX', 60);
    await this.redis.zadd(this.keys.workers, Date.now(), this.id);
  }

  private heartbeat(): WorkerHeartbeat {
    return {
      id: this.id,
      host: 'test',
      pid: 1,
      version: '0.0.0',
      health_address: 'http://127.0.0.1:1',
      models: [{ ...MODEL, provider: 'cpu', default: true }],
      versions: { [MODEL.name]: [MODEL.version] },
      current_tasks: [],
      capacity: 20,
      paused: false,
      processed: 3,
      failed: 1,
      mean_processing_time_ms: 2,
      memory_mb: 1,
      cpu_load: 0,
      uptime_s: 1,
      last_heartbeat: new Date().toISOString(),
    };
  }
}

/** A result with one probability for each row; every other column is the same for all. */
export function resultOf(probabilities: number[]): PredictResult {
  const rows = probabilities.length;
  return {
    model: MODEL,
    heads: ['tabular'],
    probability: Float64Array.from(probabilities),
    sets: new Uint8Array(rows).fill(SET_BITS.planet),
    distance: new Float32Array(rows).fill(0.5),
    distanceLimit: 1,
    inside: new Uint8Array(rows).fill(1),
    missing: { lists: [[]], ignored: [[]], index: new Uint16Array(rows) },
    milliseconds: 1,
  };
}

/** The value of a column in a row of a command; NaN where the table has no such column. */
export function valueOf({ columns, values }: CandidateTable, row: number, column: string): number {
  const position = columns.indexOf(column);
  return position < 0 ? NaN : values[row * columns.length + position];
}

const CARD: Partial<ModelCard> = {
  ...MODEL,
  kind: 'tabular',
  description: 'a card for tests',
  features: FEATURES.map((name) => ({ name, unit: '', description: name })),
};
