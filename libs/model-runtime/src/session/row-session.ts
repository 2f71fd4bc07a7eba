import type { OnnxSession, Scores, ScoringSession } from './onnx-session';

/** Name of the input that says which heads of a row have data. */
export const MASK = 'mask';
/** Name of the input with the catalogue row. */
export const ROW = 'row';

/** Calls a model that also reads views with catalogue rows alone, all other heads masked. Shares the session it is given. */
export class RowSession implements ScoringSession {
  readonly provider: string;
  /** NaN for the masked inputs, as long as the largest of them. */
  private missing = new Float32Array(0);
  private mask = new Float32Array(0);

  constructor(
    private readonly session: OnnxSession,
    /** Number of features. */
    readonly width: number,
  ) {
    this.provider = session.provider;
  }

  run(values: Float32Array): Promise<Scores & { milliseconds: number }> {
    const rows = values.length / this.width;
    this.reserve(rows);
    const parts = this.session.inputs.map(({ name, size }) =>
      name === ROW ? values : (name === MASK ? this.mask : this.missing).subarray(0, rows * size),
    );
    return this.session.runInputs(rows, parts);
  }

  /** Does nothing: the queue for rows with views frees the shared session. */
  release(): Promise<void> {
    return Promise.resolve();
  }

  private reserve(rows: number): void {
    const { inputs } = this.session;
    const largest = rows * Math.max(...inputs.map(({ size }) => size));
    if (this.missing.length >= largest) return;
    this.missing = new Float32Array(largest).fill(NaN);
    const heads = inputs.filter(({ name }) => name !== MASK).map(({ name }) => Number(name === ROW));
    this.mask = Float32Array.from({ length: rows * heads.length }, (_, position) => heads[position % heads.length]);
  }
}

/**
 * Writes one row with its views in the layout of the session, with a mask of the heads that have data.
 * @param target [session width], filled with NaN
 * @param views by name of the input; an absent one is missing
 */
export function writeRow(
  target: Float32Array,
  row: Float32Array,
  views: Readonly<Record<string, Float32Array | undefined>>,
  { inputs }: Pick<OnnxSession, 'inputs'>,
): void {
  const heads = inputs.filter(({ name }) => name !== MASK);
  let offset = 0;
  for (const { name, size } of inputs) {
    if (name === MASK)
      heads.forEach((head, position) => (target[offset + position] = head.name === ROW || views[head.name] ? 1 : 0));
    else target.set((name === ROW ? row : views[name]) ?? [], offset);
    offset += size;
  }
}
