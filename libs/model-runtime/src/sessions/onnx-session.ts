import type { ModelCard } from '@exoplanet/contracts';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { ModelError } from '../models/model-error';
import type { ExecutionProviders } from './execution-providers';

/**
 * Rows of every run are a multiple of this. ONNX Runtime takes other kernels for one row and for the rest of a division by
 * the width of a vector register (16 floats at most), which changes last bits: measured, up to 1e-6 in log-odds.
 */
export const TILE = 16;

/** What a model says about rows: calibrated log-odds of a planet, and the distance to what it was trained on; [rows] each. */
export interface Scores {
  logOdds: Float32Array;
  distance: Float32Array;
}

/** A model file in ONNX Runtime: input `row` float32 [rows, features], outputs `log_odds` and `distance` float32 [rows]. */
export class OnnxSession {
  private constructor(
    private readonly session: InferenceSession,
    /** The execution provider that runs it, for example `cpu`. */
    readonly provider: string,
    /** Number of features. */
    readonly width: number,
  ) {}

  /**
   * Loads the model file beside a card, after checking that it is the file which the card describes.
   * @param threads of one run; with more than one the last bits depend on how rows are shared out between them
   * @throws ModelError `file_missing`, `sha256_mismatch`, `not_loadable` or `wrong_interface`
   */
  static async open(folder: string, card: ModelCard, providers: ExecutionProviders, threads = 1): Promise<OnnxSession> {
    const file = join(folder, card.file);
    const content = await readFile(file).catch((cause: unknown) => {
      throw new ModelError('file_missing', file, 'the model file cannot be read', { cause });
    });
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (sha256 !== card.sha256) {
      throw new ModelError(
        'sha256_mismatch',
        file,
        `expected SHA-256 ${card.sha256} as the card says, found ${sha256}`,
      );
    }
    const { session, provider } = await providers.open(content, options(threads)).catch((cause: unknown) => {
      throw new ModelError('not_loadable', file, `ONNX Runtime cannot load the model: ${(cause as Error).message}`, {
        cause,
      });
    });
    const opened = new OnnxSession(session, provider, card.features.length);
    try {
      checkInterface(file, session, opened.width);
      await opened.warmUp(file);
    } catch (error) {
      await session.release();
      throw error;
    }
    return opened;
  }

  /**
   * Scores rows. It hands over to the event loop before it begins, and then blocks until the run ends.
   * @param values row-major [rows × features], NaN where nothing is given; `rows` is a multiple of `TILE`
   * @throws what ONNX Runtime throws
   */
  async run(values: Float32Array): Promise<Scores & { milliseconds: number }> {
    let start = 0;
    setImmediate(() => (start = performance.now())); // Called right before the run, which waits for an immediate of its own.
    const row = new Tensor('float32', values, [values.length / this.width, this.width]);
    const { log_odds, distance } = await this.session.run({ row });
    const milliseconds = performance.now() - start;
    return { logOdds: log_odds.data as Float32Array, distance: distance.data as Float32Array, milliseconds };
  }

  /** Frees the model's memory. No run may be in progress or follow. */
  release(): Promise<void> {
    return this.session.release();
  }

  /** The first run allocates: it is done here, and shows that the outputs have the right length. */
  private async warmUp(file: string): Promise<void> {
    const values = new Float32Array(TILE * this.width).fill(NaN);
    for (let row = 0; row < TILE; row++) values[row * this.width] = 0;
    const scores = await this.run(values).catch((cause: unknown) => {
      throw new ModelError('wrong_interface', file, `a first run failed: ${(cause as Error).message}`, { cause });
    });
    if (scores.logOdds.length !== TILE || scores.distance.length !== TILE) {
      const found = `${scores.logOdds.length} and ${scores.distance.length}`;
      throw new ModelError(
        'wrong_interface',
        file,
        `expected ${TILE} values of log_odds and distance for ${TILE} rows, found ${found}`,
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

function checkInterface(file: string, session: InferenceSession, width: number): void {
  const inputs = session.inputMetadata.map(describe);
  const [row] = session.inputMetadata;
  const fits =
    inputs.length === 1 && row.name === 'row' && row.isTensor && row.type === 'float32' && row.shape.length === 2;
  if (!fits || (typeof row.shape[1] === 'number' && row.shape[1] !== width) || typeof row.shape[0] === 'number') {
    throw new ModelError(
      'wrong_interface',
      file,
      `expected one input "row" float32 [rows, ${width}], found ${inputs.join(', ')}`,
    );
  }
  for (const name of ['log_odds', 'distance']) {
    const output = session.outputMetadata.find((entry) => entry.name === name);
    if (output?.isTensor && output.type === 'float32') continue;
    const outputs = session.outputMetadata.map(describe).join(', ');
    throw new ModelError('wrong_interface', file, `expected an output "${name}" float32 [rows], found ${outputs}`);
  }
}

const describe = (value: InferenceSession.ValueMetadata): string =>
  value.isTensor ? `"${value.name}" ${value.type} [${value.shape.join(', ')}]` : `"${value.name}" (no tensor)`;
