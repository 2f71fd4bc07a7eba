import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError } from '../program/failure';
import { bytesOf, pageText, type RetryOptions, TransientError, withRetries } from './request';

export interface Download {
  url: string;
  /** Where the file is put when it is complete. */
  path: string;
  /** Size that the archive lists [bytes]. */
  size?: number;
  /** What is wrong with a complete file, if anything. */
  fault: (bytes: Uint8Array) => string | undefined;
  /** Whether a file that is at fault twice in the same way is what the archive holds, and is kept. */
  keepsFaulty: boolean;
}

const CONTENT_RANGE = /^bytes (\d+)-\d+\/(\d+)$/;

/**
 * Downloads a file. What has arrived is kept beside it as `.part`, and a repeated request, now or in a later run, asks for the rest; the
 * server's version (ETag) must be the same. The file gets its name when its length is right and its content has no fault. Where
 * `keepsFaulty`, a file that is at fault twice in the same way is kept, and the fault is announced.
 * @throws CommandError
 */
export async function download({ url, path, size, fault, keepsFaulty }: Download, retry: RetryOptions): Promise<void> {
  const part = new PartialFile(path);
  await mkdir(dirname(path), { recursive: true });
  let faulty: string | undefined;
  await withRetries(
    url,
    async () => ({ headers: await part.rangeHeaders() }),
    async (response) => {
      if (response.status === 416) {
        await part.drop();
        throw new TransientError('the server has no more bytes of the file');
      }
      if (!response.ok) throw new CommandError(`${new URL(url).host}: answered with ${response.status} for ${url}`);
      const total = await part.receive(response);
      const bytes = await part.read();
      if (isPage(bytes)) {
        await part.drop();
        throw new TransientError(
          `answered with a page instead of a file: "${pageText(Buffer.from(bytes).toString())}"`,
        );
      }
      if (total !== undefined && bytes.length < total)
        throw new TransientError(`the answer broke off after ${bytes.length} of ${total} bytes`);
      if (size !== undefined && bytes.length !== size) {
        await part.drop();
        throw new TransientError(`the file has ${bytes.length} bytes, but the archive lists ${size}`);
      }
      const found = fault(bytes);
      if (found === undefined) return;
      const sha = createHash('sha256').update(bytes).digest('hex');
      if (faulty === sha && keepsFaulty)
        return retry.note(`${path}: ${found}; it was downloaded twice and is kept as it is`);
      await part.drop();
      if (faulty === sha) throw new CommandError(`${new URL(url).host}: twice the same answer, and ${found}`);
      faulty = sha;
      throw new TransientError(`the file is damaged: ${found}`);
    },
    retry,
  );
  await part.finish();
}

/** The bytes of a download that have arrived. */
class PartialFile {
  private readonly part: string;
  private readonly version: string;

  constructor(private readonly path: string) {
    this.part = `${path}.part`;
    this.version = `${path}.part.etag`;
  }

  /** Asks for the rest of the same version of the file. */
  async rangeHeaders(): Promise<Record<string, string>> {
    const arrived = await stat(this.part).then(
      ({ size }) => size,
      () => 0,
    );
    const version = await readFile(this.version, 'utf8').catch(() => '');
    if (arrived === 0 || version === '') return {};
    return { range: `bytes=${arrived}-`, 'if-range': version };
  }

  /** Writes what arrives, after the bytes that are there or from the start. @returns the size of the whole file, where the server says it */
  async receive(response: Response): Promise<number | undefined> {
    const [, from, all] = CONTENT_RANGE.exec(response.headers.get('content-range') ?? '') ?? [];
    const resumes = response.status === 206 && from !== undefined;
    const etag = response.headers.get('etag');
    // A weak version may stand for other bytes.
    await writeFile(this.version, etag !== null && !etag.startsWith('W/') ? etag : '');
    const file = await open(this.part, resumes ? 'r+' : 'w');
    try {
      let at = resumes ? Number(from) : 0;
      for await (const chunk of bytesOf(response)) {
        await file.write(chunk, 0, chunk.length, at);
        at += chunk.length;
      }
    } finally {
      await file.close();
    }
    const length = response.headers.get('content-length');
    return resumes
      ? Number(all)
      : length === null || response.headers.has('content-encoding')
        ? undefined
        : Number(length);
  }

  read(): Promise<Uint8Array> {
    return readFile(this.part);
  }

  async drop(): Promise<void> {
    await rm(this.part, { force: true });
    await rm(this.version, { force: true });
  }

  async finish(): Promise<void> {
    await rename(this.part, this.path);
    await rm(this.version, { force: true });
  }
}

const isPage = (bytes: Uint8Array): boolean =>
  /^\s*<(!doctype|html|head|body)\b/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
