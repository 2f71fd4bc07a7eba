import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FileObjects } from './file-objects';
import type { ObjectStore } from './object-store';
import { S3Objects } from './s3-objects';

/** Where catalogues are stored. */
export interface StoreLocation {
  /** A folder, or `s3://bucket/prefix`. */
  location: string;
  /** Size of the local copies of a bucket's files [bytes]. */
  cacheBytes: number;
}

/** The store at a location. @throws AppError STORE_UNAVAILABLE */
export function openObjects({ location, cacheBytes }: StoreLocation): ObjectStore {
  const [, bucket, path] = /^s3:\/\/([^/]+)\/?(.*?)\/*$/.exec(location) ?? [];
  if (bucket === undefined) return new FileObjects(resolve(location));
  const name = createHash('sha256').update(
    `${process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL ?? ''} ${location}`,
  );
  const folder = join(tmpdir(), `exoplanet-catalogs-${name.digest('hex').slice(0, 16)}`);
  return new S3Objects({ bucket, prefix: path ? `${path}/` : '', cache: { folder, bytes: cacheBytes } });
}
