import type { Readable } from 'node:stream';

/** Where a stream of text goes. */
export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** What a program has of the world around it. */
export interface Terminal {
  stdin: Readable;
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
}
