import type { BatchMeasurement } from '../session/inference-queue';

/** Differences between a shadow version and the answers that were given. */
export interface ShadowMeasurement {
  model: string;
  shadow: string;
  /** Compared rows. */
  rows: number;
  /** Rows that were not compared because the shadow was behind. */
  skipped: number;
  /** Mean of |difference| of the probability over the compared rows; 0 when none was compared. */
  meanAbsoluteDifference: number;
  /** Compared rows with another verdict. */
  verdictChanges: number;
}

/** The rows of an answer and their distance to the training rows of their mission and kind of input. */
export interface AnswerMeasurement {
  model: string;
  version: string;
  /** [rows] */
  distance: Float32Array;
  /** Largest distance inside the training distribution. */
  limit: number;
  /** [rows], 1 inside the training distribution. */
  inside: Uint8Array;
}

/** Receives what models do, for metrics. Methods must not throw and must return immediately. */
export interface ModelObserver {
  onBatch?(batch: BatchMeasurement): void;
  onAnswer?(answer: AnswerMeasurement): void;
  onShadow?(comparison: ShadowMeasurement): void;
}
