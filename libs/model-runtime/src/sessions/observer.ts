/** One run of a model, for metrics. */
export interface BatchMeasurement {
  model: string;
  version: string;
  provider: string;
  /** Rows that callers asked for, without padding. */
  rows: number;
  /** Calls that the run served, each whole or in part. */
  calls: number;
  milliseconds: number;
}

/** How a shadow version compares with the answers that were given. */
export interface ShadowMeasurement {
  model: string;
  shadow: string;
  rows: number;
  /** Rows that were not compared because the shadow was behind. */
  skipped: number;
  /** Mean of |difference| of the probability over the compared rows; 0 where none was compared. */
  meanAbsoluteDifference: number;
  /** Compared rows whose verdict differs. */
  verdictChanges: number;
}

/** The rows of an answer and how far they are from the training rows of their survey and kind of input. */
export interface AnswerMeasurement {
  model: string;
  version: string;
  /** One for each row. */
  distance: Float32Array;
  /** Largest distance that counts as inside. */
  limit: number;
  /** 1 where the row is like those. */
  inside: Uint8Array;
}

/** Told what models do. Methods must not throw and must return at once. */
export interface ModelObserver {
  onBatch?(batch: BatchMeasurement): void;
  onAnswer?(answer: AnswerMeasurement): void;
  onShadow?(comparison: ShadowMeasurement): void;
}
