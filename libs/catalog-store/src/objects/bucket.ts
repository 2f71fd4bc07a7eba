import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type * as Sdk from '@aws-sdk/client-s3';

/** Bytes of one part of a large object; S3 takes at most 10,000 parts. */
const PART = 16 * 1024 * 1024;
/** Keys that one request can remove. */
const MAX_DELETED = 1000;

/**
 * The objects of one bucket. Region, credentials and, for another service than AWS, the address come from the variables of AWS:
 * AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_S3. The client is loaded on first use, because most
 * installations store in a folder.
 */
export class Bucket {
  private connected?: Promise<{ sdk: typeof Sdk; client: Sdk.S3Client }>;

  constructor(private readonly name: string) {}

  /** Stores bytes in one request or in parts. What was sent of an object whose stream fails is removed. */
  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { sdk, client } = await this.connect();
    const target = { Bucket: this.name, Key: key };
    const parts = inParts(content);
    const first = await parts.next();
    const second = first.done ? first : await parts.next();
    if (second.done) {
      await client.send(new sdk.PutObjectCommand({ ...target, Body: first.done ? Buffer.alloc(0) : first.value }));
      return;
    }
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(target));
    try {
      const sent: Sdk.CompletedPart[] = [];
      const send = async (Body: Uint8Array) => {
        const PartNumber = sent.length + 1;
        const { ETag } = await client.send(new sdk.UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
        sent.push({ ETag, PartNumber });
      };
      await send(first.value as Buffer);
      await send(second.value);
      for await (const part of parts) await send(part);
      const MultipartUpload = { Parts: sent };
      await client.send(new sdk.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
    } catch (error) {
      await client.send(new sdk.AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
      throw error;
    }
  }

  /** Stores a file; in one request where it is small. */
  async putFile(key: string, path: string): Promise<void> {
    const { size } = await stat(path);
    await this.put(key, createReadStream(path, { highWaterMark: Math.max(1, Math.min(size, PART)) }));
  }

  /** Stores text under a key that is free; returns whether it was. */
  async putIfFree(key: string, text: string): Promise<boolean> {
    const { sdk, client } = await this.connect();
    try {
      await client.send(new sdk.PutObjectCommand({ Bucket: this.name, Key: key, Body: text, IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      // 409: another process writes the key at this moment.
      if ([409, 412].includes(statusOf(error))) return false;
      throw error;
    }
  }

  /** The bytes of an object; undefined where there is none. */
  async get(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const { sdk, client } = await this.connect();
    try {
      const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: this.name, Key: key }));
      return Body as AsyncIterable<Uint8Array> | undefined;
    } catch (error) {
      if (error instanceof sdk.NoSuchKey || (statusOf(error) === 404 && !(error instanceof sdk.NoSuchBucket)))
        return undefined;
      throw error;
    }
  }

  /** Keys that begin with a prefix. @param delimiter what stands below it in a longer key is left out */
  async *keys(prefix: string, delimiter?: string): AsyncGenerator<string> {
    const { sdk, client } = await this.connect();
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListObjectsV2Command({ Bucket: this.name, Prefix: prefix, Delimiter: delimiter, ContinuationToken }),
      );
      for (const { Key } of page.Contents ?? []) yield Key!;
      for (const { Prefix } of page.CommonPrefixes ?? []) yield Prefix!;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  async delete(keys: readonly string[]): Promise<void> {
    const { sdk, client } = await this.connect();
    for (let from = 0; from < keys.length; from += MAX_DELETED) {
      const Objects = keys.slice(from, from + MAX_DELETED).map((Key) => ({ Key }));
      const { Errors = [] } = await client.send(
        new sdk.DeleteObjectsCommand({ Bucket: this.name, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0) throw new Error(`${Errors[0].Key} cannot be deleted: ${Errors[0].Message}`);
    }
  }

  private connect(): Promise<{ sdk: typeof Sdk; client: Sdk.S3Client }> {
    return (this.connected ??= import('@aws-sdk/client-s3').then((sdk) => ({
      sdk,
      client: new sdk.S3Client({
        // Other services seldom have a host name for each bucket, nor checksums in trailers.
        forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    })));
  }
}

const statusOf = (error: unknown): number =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;

/** A stream in buffers of the size of a part; the last one is smaller. */
async function* inParts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < PART) continue;
    yield Buffer.concat(chunks);
    chunks = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(chunks);
}
