import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { EnvDto } from '@exoplanet/platform';
import { ByteBudget } from '../platform/http/byte-budget';

/** Keeps uploaded files on disk until they are submitted, so that uploads take no memory while they arrive. */
@Injectable()
export class UploadSpool {
  private readonly budget: ByteBudget;
  private readonly folder: string;

  constructor({ UPLOAD_DISK_LIMIT, UPLOAD_PATH }: EnvDto) {
    this.budget = new ByteBudget(UPLOAD_DISK_LIMIT, 'uploads');
    this.folder = UPLOAD_PATH ?? tmpdir();
  }

  start(): SpooledUpload {
    return new SpooledUpload(this.folder, this.budget);
  }
}

/** The files of one upload. Each has no name in the folder, so nothing is left behind when the process dies. */
export class SpooledUpload {
  private readonly files: { name: string; size: number; handle: FileHandle }[] = [];
  private isDiscarded = false;
  /** Sum of the files' sizes [bytes]. */
  size = 0;

  constructor(
    private readonly folder: string,
    private readonly budget: ByteBudget,
  ) {}

  get count(): number {
    return this.files.length;
  }

  /** Writes a file to the end of its stream. @throws AppError OVERLOADED */
  async add(name: string, content: Readable): Promise<void> {
    const path = join(this.folder, `exoplanet-upload-${randomUUID()}`);
    const handle = await open(path, 'wx+', 0o600);
    await unlink(path);
    const file = { name, size: 0, handle };
    this.files.push(file);
    if (this.isDiscarded) await handle.close();
    for await (const chunk of content as AsyncIterable<Buffer>) {
      if (this.isDiscarded) throw new Error('the upload was abandoned');
      this.budget.take(chunk.length);
      this.size += chunk.length;
      await handle.writeFile(chunk);
      file.size += chunk.length;
    }
  }

  /** Reads every file into memory. */
  read(): Promise<{ name: string; bytes: Uint8Array }[]> {
    return Promise.all(
      this.files.map(async ({ name, size, handle }) => {
        const bytes = Buffer.allocUnsafeSlow(size);
        const { bytesRead } = await handle.read(bytes, 0, size, 0);
        if (bytesRead !== size) throw new Error(`${name} has ${bytesRead} of ${size} bytes on disk`);
        return { name, bytes };
      }),
    );
  }

  /** Frees the disk. Safe to call more than once, and while files are being added. */
  async discard(): Promise<void> {
    if (this.isDiscarded) return;
    this.isDiscarded = true;
    this.budget.give(this.size);
    this.size = 0;
    await Promise.allSettled(this.files.map(({ handle }) => handle.close()));
  }
}
