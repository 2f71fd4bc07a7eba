import type { OnnxSession, Scores, ScoringSession } from './onnx-session';

/** Name of the input that says which heads of a row have data. */
export const MASK = 'mask';
export const ROW = 'row';

/** A model with several heads, called with catalogue rows alone: all other heads are masked. Shares the session it is made of. */
export class RowSession implements ScoringSession {
  readonly provider: string;
  /** What masked inputs read; as long as the largest of them. */
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
    this.provide(rows);
    const parts = this.session.inputs.map(({ name, size }) =>
      name === ROW ? values : (name === MASK ? this.mask : this.missing).subarray(0, rows * size),
    );
    return this.session.runInputs(rows, parts);
  }

  /** The session is freed by the lane of whole rows. */
  release(): Promise<void> {
    return Promise.resolve();
  }

  private provide(rows: number): void {
    const { inputs } = this.session;
    const largest = rows * Math.max(...inputs.map(({ size }) => size));
    if (this.missing.length >= largest) return;
    this.missing = new Float32Array(largest).fill(NaN);
    const heads = inputs.filter(({ name }) => name !== MASK).map(({ name }) => Number(name === ROW));
    this.mask = Float32Array.from({ length: rows * heads.length }, (_, position) => heads[position % heads.length]);
  }
}

/**
 * Lays one row with its views out as the session reads it, with a mask of the heads that have data.
 * @param target of the session's width, filled with NaN
 * @param views by input; one that is not there is missing
 */
export function layRow(
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
