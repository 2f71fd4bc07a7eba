import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelCard } from '@exoplanet/contracts';
import type { ExecutionProviders } from './execution-providers';
import { ModelError } from './model-error';
import { inputsOf, type ModelInput, splitInputs, widthOf } from './model-inputs';

/**
 * The number of rows in every run is a multiple of this. For a single row, and for the remainder beyond a multiple of the vector
 * register's width (at most 16 floats), ONNX Runtime uses other kernels, which changes log-odds by up to 1e-6 (measured).
 */
export const TILE = 16;

/** Outputs of a model, [rows] each. */
export interface Scores {
  /** Calibrated log-odds of a planet. */
  logOdds: Float32Array;
  /** Distance to the training data, in units of the limit of the row's mission and kind of input. */
  distance: Float32Array;
  /** Kind of input: position in the card's `states`; −1 when the row supplies no field that the model uses for its mission. */
  state: Float32Array;
}

const OUTPUTS = ['log_odds', 'distance', 'state'] as const;

/** A session that an inference queue can run rows with. */
export interface ScoringSession {
  /** Numbers of one row. */
  readonly width: number;
  readonly provider: string;
  run(values: Float32Array): Promise<Scores & { milliseconds: number }>;
  release(): Promise<void>;
}

/**
 * A model file in ONNX Runtime. Inputs as on the card, for most models `row` [rows, features]; outputs `log_odds`, `distance` and
 * `state` [rows]; all float32.
 */
export class OnnxSession implements ScoringSession {
  private constructor(
    private readonly session: InferenceSession,
    /** Execution provider that runs the model, for example `cpu`. */
    readonly provider: string,
    readonly inputs: readonly ModelInput[],
    /** Numbers of one row over all inputs. */
    readonly width: number,
  ) {}

  /**
   * Loads the model file beside a card, after checking its SHA-256 against the card.
   * @param threads of one run; with more than one, last bits depend on how the rows are divided between them
   * @throws ModelError `FILE_MISSING`, `SHA256_MISMATCH`, `NOT_LOADABLE` or `WRONG_INTERFACE`
   */
  static async open(folder: string, card: ModelCard, providers: ExecutionProviders, threads = 1): Promise<OnnxSession> {
    const file = join(folder, card.file);
    const content = await readFile(file).catch((cause: unknown) => {
      throw new ModelError('FILE_MISSING', file, 'the model file cannot be read', { cause });
    });
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (sha256 !== card.sha256) {
      throw new ModelError(
        'SHA256_MISMATCH',
        file,
        `expected SHA-256 ${card.sha256} as the card says, found ${sha256}`,
      );
    }
    const { session, provider } = await providers.open(content, options(threads)).catch((cause: unknown) => {
      throw new ModelError('NOT_LOADABLE', file, `ONNX Runtime cannot load the model: ${(cause as Error).message}`, {
        cause,
      });
    });
    const inputs = inputsOf(card);
    const opened = new OnnxSession(session, provider, inputs, widthOf(inputs));
    try {
      checkInterface(file, session, inputs);
      await opened.warmUp(file);
    } catch (error) {
      await session.release();
      throw error;
    }
    return opened;
  }

  /**
   * Scores rows. Yields to the event loop once, then blocks it until the run ends.
   * @param values row-major [rows × width], the inputs of a row one after another, NaN for missing; `rows` is a multiple of `TILE`
   * @throws ONNX Runtime's error
   */
  run(values: Float32Array): Promise<Scores & { milliseconds: number }> {
    return this.runInputs(values.length / this.width, splitInputs(values, this.inputs));
  }

  /** The same for inputs in separate arrays. @param parts one for each of `inputs`, [rows × size] */
  async runInputs(rows: number, parts: readonly Float32Array[]): Promise<Scores & { milliseconds: number }> {
    let start = 0;
    setImmediate(() => (start = performance.now())); // Called just before the run, which waits for its own setImmediate.
    const feeds = Object.fromEntries(
      this.inputs.map(({ name, shape }, input) => [name, new Tensor('float32', parts[input], [rows, ...shape])]),
    );
    const answers = await this.session.run(feeds);
    const milliseconds = performance.now() - start;
    const [logOdds, distance, state] = OUTPUTS.map((name) => answers[name].data as Float32Array);
    return { logOdds, distance, state, milliseconds };
  }

  /** Frees the model's memory. No run may be in progress or follow. */
  release(): Promise<void> {
    return this.session.release();
  }

  /** Does the first run, which allocates memory, and checks the length of the outputs. */
  private async warmUp(file: string): Promise<void> {
    const values = new Float32Array(TILE * this.width).fill(NaN);
    for (let row = 0; row < TILE; row++) values[row * this.width] = 0;
    const scores = await this.run(values).catch((cause: unknown) => {
      throw new ModelError('WRONG_INTERFACE', file, `a first run failed: ${(cause as Error).message}`, { cause });
    });
    const lengths = [scores.logOdds, scores.distance, scores.state].map(({ length }) => length);
    if (lengths.some((length) => length !== TILE)) {
      throw new ModelError(
        'WRONG_INTERFACE',
        file,
        `expected ${TILE} values of ${OUTPUTS.join(', ')} for ${TILE} rows, found ${lengths.join(', ')}`,
      );
    }
  }
}

function options(threads: number): InferenceSession.SessionOptions {
  return {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
  };
}

function checkInterface(file: string, session: InferenceSession, inputs: readonly ModelInput[]): void {
  const found = session.inputMetadata;
  const fits = found.length === inputs.length && inputs.every((input) => found.some((entry) => matches(entry, input)));
  if (!fits) {
    const expected = inputs.map(({ name, shape }) => `"${name}" float32 [rows, ${shape.join(', ')}]`).join(', ');
    const count = inputs.length === 1 ? 'one input' : 'the inputs';
    throw new ModelError(
      'WRONG_INTERFACE',
      file,
      `expected ${count} ${expected}, found ${found.map(describe).join(', ')}`,
    );
  }
  for (const name of OUTPUTS) {
    const output = session.outputMetadata.find((entry) => entry.name === name);
    if (output?.isTensor && output.type === 'float32') continue;
    const outputs = session.outputMetadata.map(describe).join(', ');
    throw new ModelError('WRONG_INTERFACE', file, `expected an output "${name}" float32 [rows], found ${outputs}`);
  }
}

/** A dimension without a fixed length in the model matches any length. */
function matches(entry: InferenceSession.ValueMetadata, { name, shape }: ModelInput): boolean {
  if (entry.name !== name || !entry.isTensor || entry.type !== 'float32' || entry.shape.length !== shape.length + 1)
    return false;
  const [rows, ...own] = entry.shape;
  return typeof rows !== 'number' && own.every((length, axis) => typeof length !== 'number' || length === shape[axis]);
}

const describe = (value: InferenceSession.ValueMetadata): string =>
  value.isTensor ? `"${value.name}" ${value.type} [${value.shape.join(', ')}]` : `"${value.name}" (no tensor)`;
