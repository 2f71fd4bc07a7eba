import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCard } from '../src/models/card-file';
import { ExecutionProviders } from '../src/sessions/execution-providers';
import { Lane } from '../src/sessions/lane';
import { OnnxSession } from '../src/sessions/onnx-session';
import { layRow } from '../src/sessions/row-session';
import { everyModel } from './model-folders';

/** Rows with what the training side answered (PyTorch; scikit-learn for the forest); null where a field is missing. */
interface Golden {
  rows?: (number | null)[][];
  /** Of a model with several heads: each input of each case, flat. */
  cases?: Record<string, (number | null)[]>[];
  /** Names of the heads in the order of the mask. */
  heads?: string[];
  log_odds: number[];
  distance: number[];
  /** Kind of input of each row; absent from older vectors. */
  state?: number[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const numbers = (values: (number | null)[]) => Float32Array.from(values, (value) => value ?? NaN);

/** The cases as the session reads them; views that a mask leaves out are not given, as in serving. */
function inputsOf({ rows, cases, heads = [] }: Golden, session: OnnxSession): Float32Array {
  if (rows) return numbers(rows.flat());
  const values = new Float32Array(cases!.length * session.width).fill(NaN);
  cases!.forEach((given, index) => {
    const used = heads.filter((head, position) => given['mask'][position] && head !== 'row');
    const target = values.subarray(index * session.width, (index + 1) * session.width);
    layRow(target, numbers(given['row']), Object.fromEntries(used.map((head) => [head, numbers(given[head])])), session);
  });
  return values;
}

describe('serving answers what training computed', () => {
  const models = everyModel().filter(({ folder }) => existsSync(join(folder, 'golden.json')));

  it.each(models)('$name: probabilities within 1e-6, and the same kinds of input', async ({ folder }) => {
    const card = await readCard(folder);
    const session = await OnnxSession.open(folder, card, new ExecutionProviders(['cpu'], () => undefined));
    const lane = new Lane(session, { model: card.name, version: card.version });
    const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden;
    const { logOdds, distance, state } = await lane.score(inputsOf(golden, session));
    expect(logOdds.length).toBe(golden.log_odds.length);
    golden.log_odds.forEach((expected, row) => {
      expect(Math.abs(sigmoid(logOdds[row]) - sigmoid(expected))).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(distance[row] - golden.distance[row])).toBeLessThanOrEqual(1e-5 * (1 + golden.distance[row]));
    });
    if (golden.state) expect([...state]).toEqual(golden.state);
    await lane.close();
  });
});
