import type { Readable } from 'node:stream';

/** A stream that text is written to. */
export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(data: string | Uint8Array): unknown;
}

/** Streams and environment of a program. */
export interface Terminal {
  stdin: Readable;
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
}

/** An environment variable that is set to nothing counts as not set. */
export const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
