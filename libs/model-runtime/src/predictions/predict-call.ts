/** Options of one call, beside what is predicted. */
export interface PredictCall {
  /** Ends the work with CANCELLED before the next run of the model. */
  signal?: AbortSignal;
  /** Called with the share of the work that is done, 0 to 1. */
  onProgress?: (fraction: number) => void;
}
