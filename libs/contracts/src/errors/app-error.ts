import { boundedText } from './bounded-text';
import { type ErrorCode, ERRORS } from './catalogue';

/** One thing that is wrong with a request. */
export interface FieldError {
  /** Path of the field, for example `period` or `predictions[3].period`. */
  field: string;
  message: string;
  /** Position of the row in a batch, from 0. */
  index?: number;
}

/** A failure with a code of the catalogue. It becomes an HTTP problem, the error of a task or a socket message. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].title,
    readonly errors?: readonly FieldError[],
    /** Further members of the HTTP problem, for example `replies`. */
    readonly extra?: Readonly<Record<string, unknown>>,
  ) {
    super(boundedText(message));
  }
}
