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

/** Maximum number of field errors in an answer: a batch can have as many as it has values. */
export const MAX_FIELD_ERRORS = 200;
/** Maximum length of a field's path or message [characters]: the names of unknown fields are the caller's. */
const MAX_FIELD_TEXT = 300;

const bounded = (error: FieldError): FieldError => ({
  ...error,
  field: boundedText(error.field, MAX_FIELD_TEXT),
  message: boundedText(error.message, MAX_FIELD_TEXT),
});

/** A failure with a code of the catalogue. It becomes an HTTP problem, the error of a task or a socket message. */
export class AppError extends Error {
  override readonly name = 'AppError';

  /** The first faults of the request, at most `MAX_FIELD_ERRORS`. */
  readonly errors?: readonly FieldError[];

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].title,
    errors?: readonly FieldError[],
    /** Further members of the HTTP problem, for example `replies`. */
    readonly extra?: Readonly<Record<string, unknown>>,
  ) {
    super(boundedText(message));
    this.errors = errors?.slice(0, MAX_FIELD_ERRORS).map(bounded);
  }
}
