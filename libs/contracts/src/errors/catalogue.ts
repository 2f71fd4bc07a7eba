/** One kind of failure: when it happens, as which HTTP status it is told, and what the caller can do. */
interface ErrorKind {
  status: number;
  title: string;
  /** What the caller can do about it. */
  advice: string;
}

const kind = (status: number, title: string, advice: string): ErrorKind => ({ status, title, advice });

/** Every failure that a caller can meet, by its stable code. HTTP answers are RFC 9457 problems with that code. */
export const ERRORS = {
  VALIDATION_FAILED: kind(400, 'The request does not have the right form', 'Correct the fields named in `errors`.'),
  MALFORMED_JSON: kind(
    400,
    'The body is not valid JSON',
    'Send JSON as of RFC 8259: NaN and Infinity do not exist in it; leave a missing value out.',
  ),
  UNAUTHORIZED: kind(401, 'No valid API key', 'Send the key as `Authorization: Bearer KEY` or `X-API-Key: KEY`.'),
  FORBIDDEN: kind(403, 'The key does not have the role for this', 'Use a key with the role named in the detail.'),
  NOT_FOUND: kind(404, 'No such route', 'See /docs for the routes.'),
  TASK_NOT_FOUND: kind(404, 'No such task', 'Check the task id; results are kept for RESULT_TTL seconds.'),
  MODEL_NOT_FOUND: kind(404, 'No worker serves that model', 'GET /models lists what is served.'),
  WORKER_NOT_FOUND: kind(404, 'No such worker', 'GET /workers/status lists the live workers.'),
  METHOD_NOT_ALLOWED: kind(405, 'The route does not take that method', 'See the `Allow` header.'),
  CONFLICT: kind(409, 'The state of the resource does not allow this', 'Read the resource again.'),
  RELOAD_FAILED: kind(
    409,
    'No worker put the version in service',
    'Read in `replies` why each did not; the version before goes on serving.',
  ),
  PAYLOAD_EXPIRED: kind(
    410,
    'The result is no longer kept',
    'Submit the request again; results are kept for RESULT_TTL seconds.',
  ),
  REQUEST_TIMEOUT: kind(
    408,
    'The body stopped arriving',
    'Send the request again; a slow upload is fine while it makes progress.',
  ),
  REQUEST_TOO_LARGE: kind(413, 'The request is larger than the server takes', 'Send less at a time.'),
  BATCH_TOO_LARGE: kind(413, 'More rows than MAX_BATCH_SIZE', 'Split the batch.'),
  UNSUPPORTED_MEDIA_TYPE: kind(415, 'The content type is not taken here', 'Send `Content-Type: application/json`.'),
  IDEMPOTENCY_KEY_REUSED: kind(
    422,
    'The idempotency key was used for another request',
    'Use a new key for a new request.',
  ),
  LIGHT_CURVE_INVALID: kind(
    422,
    'The light curve cannot be read',
    'See the detail: it names the file and what was expected.',
  ),
  MODEL_UNSUITABLE: kind(
    422,
    'The model needs data that the request does not have',
    'Choose another model, or leave the choice to the server.',
  ),
  TOO_MANY_REQUESTS: kind(429, 'Too many requests', 'Wait for the time in `Retry-After`.'),
  CANCELLED: kind(409, 'The task was cancelled', 'Submit it again if it is still wanted.'),
  INTERNAL_ERROR: kind(500, 'The server failed', 'Report it with the request id.'),
  INFERENCE_FAILED: kind(500, 'The model failed on this input', 'Report it with the request id.'),
  WORKER_LOST: kind(500, 'The workers that ran the task died', 'Submit it again; report it if it repeats.'),
  OVERLOADED: kind(503, 'The server has too much to do', 'Try again after the time in `Retry-After`.'),
  SHUTTING_DOWN: kind(503, 'The server is stopping', 'Send the request again: another gateway answers it.'),
  REDIS_UNAVAILABLE: kind(503, 'The queue cannot be reached', 'Try again after the time in `Retry-After`.'),
  NO_WORKERS: kind(503, 'No worker is alive', 'Start a worker, or try again later.'),
  OUT_OF_MEMORY: kind(503, 'The payload store is full', 'Try again after the time in `Retry-After`.'),
  TASK_TIMEOUT: kind(504, 'The task ran longer than TASK_TIMEOUT', 'Send less at a time.'),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing wrong with a request. */
export interface FieldError {
  /** Path of the field, for example `period` or `predictions[3].period`. */
  field: string;
  message: string;
  /** Position of the row in a batch, from 0. */
  index?: number;
}

/** A failure with a stable code. Thrown anywhere, told by the HTTP filter or by the task that failed. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].title,
    readonly errors?: readonly FieldError[],
    /** Extra members for the problem answer, for example `retry_after` [s]. */
    readonly extra?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = 'AppError';
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
