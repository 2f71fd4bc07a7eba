import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '@exoplanet/contracts';
import { InferenceQueue } from '../session/inference-queue';
import { ModelError } from '../session/model-error';
import type { OnnxSession, Scores } from '../session/onnx-session';
import { MASK, ROW, writeRow } from '../session/row-session';
import goldenSchema from './golden.schema.json';
import { schemaCheck } from './schema-check';

/** Largest difference in probability to training, on any processor. */
const TOLERANCE = 1e-5;
/** The same on an accelerator, which may multiply in lower precision: ten bits in TF32, CUDA's default. */
const ACCELERATED_TOLERANCE = 1e-3;

type Values = (number | null)[];

/** `golden.json` beside a card: rows with the answers of training, null for missing. */
interface Golden {
  /** Rows in the order of the card's features; a model with several inputs has `cases` instead. */
  rows?: Values[];
  /** Each input of each case, flat. */
  cases?: Record<string, Values>[];
  /** Names of the heads in the order of the mask. */
  heads?: string[];
  log_odds: number[];
  distance: number[];
  /** Kind of input of each row. */
  state: number[];
}

const problemOf = schemaCheck(goldenSchema);

/**
 * Checks that a model repeats the answers of training: an intact file that loads can still be another model than the card's.
 * @param tolerance of a probability; ten times that for the distance, relative above 1
 * @throws ModelError `FILE_MISSING`, or `GOLDEN_MISMATCH` when an answer differs or the file does not fit its schema
 */
export async function checkGolden(
  folder: string,
  card: ModelCard,
  session: OnnxSession,
  tolerance = session.provider === 'cpu' ? TOLERANCE : ACCELERATED_TOLERANCE,
): Promise<void> {
  const file = join(folder, 'golden.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ModelError('FILE_MISSING', file, 'the golden answers of training cannot be read', { cause });
  });
  const { golden, inputs } = read(text, card, session, file);
  const queue = new InferenceQueue(session, { model: card.name, version: card.version });
  const scores = await queue.score(inputs).catch((cause: unknown) => {
    throw new ModelError('GOLDEN_MISMATCH', file, (cause as Error).message, { cause });
  });
  const problem = differenceOf(golden, scores, tolerance);
  if (problem) throw new ModelError('GOLDEN_MISMATCH', file, problem);
}

/** The rows in the layout of the session, and the expected answers. */
function read(
  text: string,
  card: ModelCard,
  session: OnnxSession,
  file: string,
): { golden: Golden; inputs: Float32Array } {
  try {
    const golden = JSON.parse(text) as Golden;
    const problem = problemOf(golden);
    if (problem) throw new Error(problem);
    const inputs = golden.cases ? casesOf(golden, session) : rowsOf(golden, card.features.length);
    const rows = inputs.length / session.width;
    for (const name of ['log_odds', 'distance', 'state'] as const) ofLength(rows, golden[name], name);
    return { golden, inputs };
  } catch (cause) {
    throw new ModelError('GOLDEN_MISMATCH', file, `the golden answers are not valid: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function rowsOf({ rows = [] }: Golden, width: number): Float32Array {
  return toFloat32(rows.flatMap((row, index) => ofLength(width, row, `rows[${index}]`)));
}

/** Views that the mask excludes are missing, as in serving. */
function casesOf({ cases = [], heads = [] }: Golden, session: OnnxSession): Float32Array {
  const { inputs, width } = session;
  const values = new Float32Array(cases.length * width).fill(NaN);
  cases.forEach((given, index) => {
    const valuesOf = (name: string): Values =>
      ofLength(inputs.find((input) => input.name === name)?.size ?? 0, given[name] ?? [], `cases[${index}].${name}`);
    const mask = valuesOf(MASK);
    const views = heads
      .filter((head, position) => mask[position] && head !== ROW)
      .map((head) => [head, toFloat32(valuesOf(head))] as const);
    const target = values.subarray(index * width, (index + 1) * width);
    writeRow(target, toFloat32(valuesOf(ROW)), Object.fromEntries(views), session);
  });
  return values;
}

/** The first row with another answer than that of training. */
function differenceOf(golden: Golden, { logOdds, distance, state }: Scores, tolerance: number): string | undefined {
  for (let row = 0; row < logOdds.length; row++) {
    const [found, expected] = [probability(logOdds[row]), probability(golden.log_odds[row])];
    const expectedDistance = golden.distance[row];
    // `!(a <= b)` instead of `a > b`, so that NaN is a difference too.
    if (!(Math.abs(found - expected) <= tolerance))
      return `row ${row}: expected the probability ${expected} that training computed, found ${found}`;
    if (!(Math.abs(distance[row] - expectedDistance) <= 10 * tolerance * (1 + expectedDistance)))
      return `row ${row}: expected the distance ${expectedDistance} that training computed, found ${distance[row]}`;
    if (state[row] !== golden.state[row])
      return `row ${row}: expected the state ${golden.state[row]} that training computed, found ${state[row]}`;
  }
  return undefined;
}

function ofLength<T>(length: number, values: T[], place: string): T[] {
  if (values.length !== length) throw new Error(`expected ${length} numbers at \`${place}\`, found ${values.length}`);
  return values;
}

const toFloat32 = (values: Values): Float32Array => Float32Array.from(values, (value) => value ?? NaN);
const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
