/** One kind of failure. */
interface ErrorKind {
  /** HTTP status of the answer. */
  status: number;
  /** One sentence for people; the message of an error that has none of its own. */
  title: string;
  /** Whether the same request can succeed later without a change. The queue runs a task again after such a failure. */
  retryable: boolean;
  /** When it is thrown. */
  when: string;
  /** What the caller can do next. */
  advice: string;
}

/**
 * Every failure that a caller can meet, by its stable code: as an HTTP answer (RFC 9457 problem details), as the error of a
 * task and as an error message on a socket.
 */
export const ERRORS = {
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request does not have the right form',
    retryable: false,
    when: 'A body, a query, a header or a socket message has a field that is missing, unknown or out of range.',
    advice: 'Correct the fields named in `errors`.',
  },
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not valid JSON',
    retryable: false,
    when: 'The body cannot be parsed as JSON, or is empty where JSON is required.',
    advice: 'Send JSON as in RFC 8259. NaN and Infinity are not valid JSON; leave a missing value out.',
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'No valid API key',
    retryable: false,
    when: 'API keys are required and the request carries none, or one that is not known.',
    advice: 'Send the key as `Authorization: Bearer KEY` or `X-API-Key: KEY`.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'This request is not allowed',
    retryable: false,
    when: 'The API key lacks the role that the route needs, a page of another origin sent the request, or it names a host that is not allowed.',
    advice:
      'Use a key with the role named in the detail, or add the origin to CORS_ORIGINS, or the host to ALLOWED_HOSTS.',
  },
  BLIND_REVIEW: {
    status: 403,
    title: 'The catalogue is reviewed blind',
    retryable: false,
    when: 'A caller who has not voted on every scored row sorts, filters, exports, summarises or compares by results or dispositions while the review is blind.',
    advice: 'Vote on the rows first, or let the owner end the blind review with PATCH /catalogs/{id}.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'No such route',
    retryable: false,
    when: 'No route has this path.',
    advice: 'See /docs for the routes.',
  },
  TASK_NOT_FOUND: {
    status: 404,
    title: 'No such task',
    retryable: false,
    when: 'The task id is malformed, the task was never submitted or has expired, or it belongs to another key.',
    advice: 'Check the task id; results are kept for RESULT_TTL seconds.',
  },
  CATALOG_NOT_FOUND: {
    status: 404,
    title: 'No such catalogue, or no such row in it',
    retryable: false,
    when: 'The id of the catalogue is malformed, the catalogue was deleted or has expired, it belongs to another key, or it has no row with this key.',
    advice: 'Choose a catalogue that GET /catalogs lists. A pinned one does not expire.',
  },
  NO_LIGHT_CURVE: {
    status: 404,
    title: 'The task is not of a light curve',
    retryable: false,
    when: 'The request asks for a report, a curve or a spectrum of a task of POST /predict or POST /predict/batch.',
    advice: 'Use the id of a task of POST /light-curves.',
  },
  DETECTION_NOT_FOUND: {
    status: 404,
    title: 'The task has no such detection',
    retryable: false,
    when: 'The request asks for a report of a detection that the analysis does not have.',
    advice: 'Choose the `rank` of one of the `detections` in the result of the task.',
  },
  NO_SPECTRUM: {
    status: 404,
    title: 'No periods were searched',
    retryable: false,
    when: 'The request asks for the spectrum of a light curve whose ephemeris was given, so nothing was searched.',
    advice: 'Submit the light curve without period, epoch and duration, so that it is searched.',
  },
  MODEL_NOT_FOUND: {
    status: 404,
    title: 'No worker serves that model',
    retryable: false,
    when: 'The request names a model or a version that no live worker has, or one that cannot be loaded.',
    advice: 'Choose a model that GET /models lists.',
  },
  WORKER_NOT_FOUND: {
    status: 404,
    title: 'No such worker',
    retryable: false,
    when: 'The request names a worker that is not alive.',
    advice: 'Choose a worker that GET /workers/status lists.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The route does not support that method',
    retryable: false,
    when: 'The path exists, but not with this HTTP method.',
    advice: 'Use a method that the `Allow` header names.',
  },
  CANCELLED: {
    status: 409,
    title: 'The task was cancelled',
    retryable: false,
    when: 'A caller waits for a task that was cancelled.',
    advice: 'Submit it again if it is still wanted.',
  },
  CONFLICT: {
    status: 409,
    title: 'The state of the resource does not allow this',
    retryable: false,
    when: 'The resource is not in the state that the request needs, for example a report of an unfinished task.',
    advice: 'Read the resource again and repeat the request when its state allows it.',
  },
  RELOAD_FAILED: {
    status: 409,
    title: 'No worker put the version in service',
    retryable: false,
    when: 'Every worker that answered a reload refused the version.',
    advice: 'Read the reason of each worker in `replies`; the previous version stays in service.',
  },
  PAYLOAD_EXPIRED: {
    status: 410,
    title: 'The result is no longer kept',
    retryable: false,
    when: 'A large result or request is read after it has expired.',
    advice: 'Submit the request again; results are kept for RESULT_TTL seconds.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The body stopped arriving',
    retryable: true,
    when: 'No byte of the body arrived for ten seconds.',
    advice: 'Send the request again. A slow upload is fine as long as it makes progress.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    title: 'The request is larger than the server accepts',
    retryable: false,
    when: 'A body, a form, a file or its content exceeds a limit of the server.',
    advice: 'Send less at a time.',
  },
  BATCH_TOO_LARGE: {
    status: 413,
    title: 'The batch has more rows than MAX_BATCH_SIZE',
    retryable: false,
    when: 'A batch has more rows than the server accepts at a time.',
    advice: 'Split the batch.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The route does not accept that content type',
    retryable: false,
    when: 'The route does not read this `Content-Type` or `Content-Encoding`.',
    advice: 'Send `Content-Type: application/json`, or the type that /docs names for the route.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used for another request',
    retryable: false,
    when: 'A request repeats an idempotency key with a different body or options.',
    advice: 'Use a new key for a new request.',
  },
  LIGHT_CURVE_INVALID: {
    status: 422,
    title: 'The light curve cannot be used',
    retryable: false,
    when: 'No file of a light-curve request can be read, or too little of the photometry is usable.',
    advice: 'Correct the file that the detail names; it also says what was expected.',
  },
  CATALOG_INVALID: {
    status: 422,
    title: 'The table cannot be read',
    retryable: false,
    when: 'An uploaded table is empty, is not text, has no known header, or cannot be read to its end.',
    advice:
      'POST /catalogs/detect shows how the table is understood; name its columns with `mapping` where the header is not known.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'Too many requests',
    retryable: true,
    when: 'A key, an address or a connection exceeds a limit of requests or subscriptions.',
    advice: 'Wait for the time in `Retry-After`.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The headers are too large',
    retryable: false,
    when: 'The request line and the headers together exceed 16 KiB.',
    advice: 'Send large content in the body; a query with many conditions can be split.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'The server failed',
    retryable: false,
    when: 'Anything unexpected: a fault in the server.',
    advice: 'Report it with the request id.',
  },
  INFERENCE_FAILED: {
    status: 500,
    title: 'The model failed on this input',
    retryable: false,
    when: 'ONNX Runtime fails on the rows of a request, or a probability is not a finite number.',
    advice: 'Report it with the request id.',
  },
  WORKER_LOST: {
    status: 500,
    title: 'The workers that ran the task died',
    retryable: true,
    when: 'A worker that runs a task dies or loses its connection to Redis, more often than the task is run again.',
    advice: 'Submit it again; report it if it repeats.',
  },
  POISON: {
    status: 500,
    title: 'The task ends or blocks the process that runs it',
    retryable: false,
    when: 'A worker process ended or fell silent while it ran the task, and then three more while they ran it alone.',
    advice: 'Do not submit it again; report it with the task id and the data that it carried.',
  },
  OVERLOADED: {
    status: 503,
    title: 'The server has too much to do',
    retryable: true,
    when: 'The bodies, uploads or queued rows in progress have reached their limit, or a query of a catalogue needs more memory than CATALOG_MEMORY leaves.',
    advice: 'Try again after the time in `Retry-After`.',
  },
  SHUTTING_DOWN: {
    status: 503,
    title: 'The server is stopping',
    retryable: true,
    when: 'The gateway got a signal to stop before the request was complete.',
    advice: 'Send the request again: another gateway answers it.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The store of catalogues cannot be used',
    retryable: true,
    when: 'The folder or bucket of CATALOG_STORE cannot be read or written, or is full.',
    advice: 'Try again after the time in `Retry-After`; tell the operator if it repeats.',
  },
  REDIS_UNAVAILABLE: {
    status: 503,
    title: 'The queue cannot be reached',
    retryable: true,
    when: 'Redis cannot be reached, does not answer in time or refuses writes.',
    advice: 'Try again after the time in `Retry-After`.',
  },
  NO_WORKERS: {
    status: 503,
    title: 'No worker is alive',
    retryable: true,
    when: 'The request needs an answer from a worker at once, and no worker is alive.',
    advice: 'Start a worker, or try again later.',
  },
  OUT_OF_MEMORY: {
    status: 503,
    title: 'There is no memory for the request at present',
    retryable: true,
    when: 'A large request or result has no room within PAYLOAD_MEMORY_LIMIT at present, or a worker has no memory for another light curve.',
    advice: 'Try again after the time in `Retry-After`.',
  },
  TASK_TIMEOUT: {
    status: 504,
    title: 'The task ran longer than TASK_TIMEOUT',
    retryable: false,
    when: 'One run of a task takes longer than TASK_TIMEOUT.',
    advice: 'Send less at a time.',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** Whether a text is a code of the catalogue; a record that a newer version wrote may have another one. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);
