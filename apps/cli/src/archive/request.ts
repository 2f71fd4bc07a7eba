import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../program/failure';

/** How requests to an archive are repeated. */
export interface RetryOptions {
  /** Times that a request is repeated. */
  retries: number;
  /** Pause before the first repetition [s]; each further pause is twice as long. */
  pause: number;
  /** Where each repetition is announced. */
  note: (text: string) => void;
}

/** Longest pause, whatever the server asks for [s]. */
const MAX_PAUSE = 120;
const REPEATABLE = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A temporary failure: the request may succeed when it is repeated. */
export class TransientError extends Error {
  override readonly name = 'TransientError';

  constructor(
    message: string,
    /** Pause that the server asks for [s]. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/**
 * Sends a request and works on the answer; both are repeated, with growing pauses, while the failure may be temporary.
 * @param work reads the answer; may throw `TransientError`
 * @throws CommandError naming the address and what was found there
 */
export async function withRetries<T>(
  url: string,
  init: () => RequestInit | Promise<RequestInit>,
  work: (response: Response) => Promise<T>,
  { retries, pause, note }: RetryOptions,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(await send(url, await init()));
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      const where = new URL(url).host;
      if (attempt >= retries) throw new CommandError(`${where}: ${error.message}; tried ${attempt + 1} times`);
      const seconds = Math.min(MAX_PAUSE, error.retryAfter ?? pause * 2 ** attempt * (1 + Math.random() / 4));
      note(`${where}: ${error.message}; trying again in ${seconds.toFixed(seconds < 10 ? 1 : 0)} s`);
      await wait(seconds * 1000);
    }
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: Error) => {
    throw new TransientError(reasonOf(error));
  });
  if (REPEATABLE.has(response.status)) {
    await response.body?.cancel();
    throw new TransientError(`answered with ${response.status}`, retryAfter(response.headers.get('retry-after')));
  }
  return response;
}

/** The bytes of a body. A connection that breaks, or is silent for five minutes (undici's limit), is a transient error. */
export async function* bytesOf(response: Response): AsyncGenerator<Uint8Array, void> {
  if (!response.body) return;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: Error) => {
        throw new TransientError(`the answer broke off: ${reasonOf(error)}`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The text of a body of at most some bytes. */
export async function textOf(response: Response, maxBytes = 1024 * 1024): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of bytesOf(response)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new CommandError(`${new URL(response.url).host}: the answer is longer than expected`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The text of an HTML page, in one line: archives answer with such a page, and with status 200, during maintenance. */
export const pageText = (html: string): string =>
  html
    .replace(/<(style|script)\b[^]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const { code } = cause as NodeJS.ErrnoException;
  return code ?? cause.message;
}
