import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelCard } from '@exoplanet/contracts';
import { Lane } from '../sessions/lane';
import type { OnnxSession, Scores } from '../sessions/onnx-session';
import { layRow, MASK, ROW } from '../sessions/row-session';
import { ModelError } from './model-error';

/** Largest difference in probability to what training computed, on any kind of processor. */
const TOLERANCE = 1e-5;
/** The same on an accelerator, which may multiply in lower precision: ten bits in TF32, the default of CUDA. */
const ACCELERATED_TOLERANCE = 1e-3;

type Values = (number | null)[];

/** Rows with what the training side answered, in `golden.json` beside a card. null is NaN: not given. Further entries are not read. */
interface Golden {
  /** Rows in the order of the card's features; of a model with several heads there are `cases` instead. */
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

/**
 * Lets a model answer what training has answered: a file can be whole and load, and still be another model than its card's.
 * @param tolerance of a probability; of the distance ten times that, relative above 1
 * @throws ModelError `FILE_MISSING`, or `GOLDEN_MISMATCH` when an answer differs or the file has another form
 */
export async function checkGolden(
  folder: string,
  card: ModelCard,
  session: OnnxSession,
  tolerance = session.provider === 'cpu' ? TOLERANCE : ACCELERATED_TOLERANCE,
): Promise<void> {
  const file = join(folder, 'golden.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ModelError('FILE_MISSING', file, 'the answers of training, which a model must repeat, cannot be read', {
      cause,
    });
  });
  const { golden, inputs } = read(text, card, session, file);
  const scores = await new Lane(session, { model: card.name, version: card.version })
    .score(inputs)
    .catch((cause: unknown) => {
      throw new ModelError('GOLDEN_MISMATCH', file, (cause as Error).message, { cause });
    });
  const problem = differenceOf(golden, scores, tolerance);
  if (problem) throw new ModelError('GOLDEN_MISMATCH', file, problem);
}

/** The rows as the session reads them, and what must come out. */
function read(
  text: string,
  card: ModelCard,
  session: OnnxSession,
  file: string,
): { golden: Golden; inputs: Float32Array } {
  try {
    const golden = JSON.parse(text) as Golden;
    const inputs = golden.cases ? casesOf(golden, session) : rowsOf(golden, card.features.length);
    const rows = inputs.length / session.width;
    if (rows === 0) throw new Error('there are no rows');
    for (const name of ['log_odds', 'distance', 'state'] as const) {
      if (checked(golden[name], rows, name).includes(null))
        throw new Error(`expected a number for each row at \`${name}\``);
    }
    return { golden, inputs };
  } catch (cause) {
    throw new ModelError(
      'GOLDEN_MISMATCH',
      file,
      `the answers of training cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function rowsOf({ rows }: Golden, width: number): Float32Array {
  if (!Array.isArray(rows)) throw new Error('expected `rows` or `cases`');
  return numbers(rows.flatMap((row, index) => checked(row, width, `rows[${index}]`)));
}

/** Views that a mask leaves out are not given, as in serving. */
function casesOf({ cases, heads }: Golden, session: OnnxSession): Float32Array {
  if (!Array.isArray(cases) || !Array.isArray(heads)) throw new Error('expected `cases` with `heads`');
  const { inputs, width } = session;
  const values = new Float32Array(cases.length * width).fill(NaN);
  cases.forEach((given, index) => {
    const of = (name: string): Values =>
      checked(given[name], inputs.find((input) => input.name === name)?.size ?? 0, `cases[${index}].${name}`);
    const mask = of(MASK);
    const views = heads
      .filter((head, position) => mask[position] && head !== ROW)
      .map((head) => [head, numbers(of(head))] as const);
    layRow(values.subarray(index * width, (index + 1) * width), numbers(of(ROW)), Object.fromEntries(views), session);
  });
  return values;
}

/** The first row whose answer is not that of training. */
function differenceOf(golden: Golden, { logOdds, distance, state }: Scores, tolerance: number): string | undefined {
  for (let row = 0; row < logOdds.length; row++) {
    const [found, expected] = [probability(logOdds[row]), probability(golden.log_odds[row])];
    const far = golden.distance[row];
    // Written so that NaN is a difference too.
    if (!(Math.abs(found - expected) <= tolerance))
      return `row ${row}: expected the probability ${expected} that training computed, found ${found}`;
    if (!(Math.abs(distance[row] - far) <= 10 * tolerance * (1 + far)))
      return `row ${row}: expected the distance ${far} that training computed, found ${distance[row]}`;
    if (state[row] !== golden.state[row])
      return `row ${row}: expected the state ${golden.state[row]} that training computed, found ${state[row]}`;
  }
  return undefined;
}

function checked(values: unknown, length: number, place: string): Values {
  const right =
    Array.isArray(values) &&
    values.length === length &&
    values.every((value) => value === null || typeof value === 'number');
  if (!right) throw new Error(`expected ${length} numbers at \`${place}\`, null where nothing is given`);
  return values;
}

const numbers = (values: Values): Float32Array => Float32Array.from(values, (value) => value ?? NaN);
const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
