export interface SubmitOptions {
  /**
   * Makes the submission idempotent: while a job of this id is kept, submitting it again does not run it again, unless it has
   * failed. A failed one runs again under the same id, except where it failed with POISON. @default a new UUID
   */
  id?: string;
  /** The id was generated for this submission, so no other job can have it. Saves a read. @default false, true without an id */
  isNew?: boolean;
  /** 1 to 2097151, lower first; all jobs without a priority come before those with one. @default none */
  priority?: number;
  /** Identifies the request: submitting the same id with another fingerprint is a conflict. */
  fingerprint?: string;
  /** Room that is reserved for the result, so that it can be stored [bytes]. A result may be larger if there is room. @default 0 */
  resultBytes?: number;
  /** Reaches the handler's context beside the data. */
  metadata?: unknown;
}

export interface Submission {
  id: string;
  /** False where the job existed before. */
  created: boolean;
}
