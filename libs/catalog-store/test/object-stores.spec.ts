import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isMissing, startS3 } from '@exoplanet/dev';
import { FileObjects } from '../src/objects/file-objects';
import type { ObjectStore } from '../src/objects/object-store';
import { S3Objects } from '../src/objects/s3-objects';

const MIB = 1024 * 1024;

async function* chunks(count: number, bytes: number, fail = false): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < count; chunk++) yield await Promise.resolve(new Uint8Array(bytes).fill(chunk));
  if (fail) throw new Error('the client went away');
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const found: Uint8Array[] = [];
  for await (const chunk of content) found.push(chunk);
  return Buffer.concat(found);
}

/** What every store promises. */
function promisesOf(open: () => ObjectStore): void {
  it.each([
    ['of no bytes', 0, 0],
    ['of some bytes', 3, 10],
    ['larger than one part of an upload', 40, MIB],
  ])('gives a stream %s back as it was, by chunks and as a local file', async (name, count, bytes) => {
    const store = open();
    const key = `streams/${name.replaceAll(' ', '-')}`;
    await store.putStream(key, chunks(count, bytes));
    const expected = await bytesOf(chunks(count, bytes));
    expect((await bytesOf(store.stream(key))).equals(expected)).toBe(true);
    expect(readFileSync(await store.localFile(key)).equals(expected)).toBe(true);
  });

  it.each([2, 40])('keeps nothing of a stream that fails after %i chunks, and throws its error', async (count) => {
    const store = open();
    await expect(store.putStream('failed/one', chunks(count, MIB, true))).rejects.toThrow('the client went away');
    expect(await store.list('failed')).toEqual([]);
  });

  it('lets one of many writers of a key win', async () => {
    const store = open();
    const won = await Promise.all(['a', 'b', 'c', 'd'].map((text) => store.putOnce('once/one.json', text)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await store.read('once/one.json')).toBe(['a', 'b', 'c', 'd'][won.indexOf(true)]);
    expect(await store.putOnce('once/one.json', 'later')).toBe(false);
  });

  it('takes a finished file, and lists objects and folders by name', async () => {
    const store = open();
    for (const key of ['list/b.json', 'list/rows/2', 'list/rows/1', 'list/a.json', 'list-other/x']) {
      const path = store.scratchFile();
      writeFileSync(path, key);
      await store.putFile(key, path);
      expect(existsSync(path)).toBe(false);
    }
    expect(await store.list('list')).toEqual(['a.json', 'b.json', 'rows/']);
    expect(await store.list('list/rows')).toEqual(['1', '2']);
    expect(await store.list('')).toContain('list/');
    expect(readFileSync(await store.localFile('list/rows/2'), 'utf8')).toBe('list/rows/2');
  });

  it('knows nothing of what was never stored', async () => {
    const store = open();
    expect(await store.read('none/one')).toBeUndefined();
    expect(await store.list('none')).toEqual([]);
    await store.delete('none/one');
    await store.deleteFolder('none');
  });

  it('deletes one object, and a folder with all below it and nothing else', async () => {
    const store = open();
    for (const key of ['gone/1', 'gone/deep/2', 'gone-not/3']) await store.putOnce(key, key);
    await store.localFile('gone/deep/2');
    await store.delete('gone/1');
    expect(await store.read('gone/1')).toBeUndefined();
    await store.delete('gone/deep/2');
    expect(await store.list('')).not.toContain('gone/');
    await store.putOnce('gone/deep/4', '');
    await store.deleteFolder('gone');
    expect(await store.list('gone')).toEqual([]);
    expect(await store.read('gone-not/3')).toBe('gone-not/3');
  });
}

describe('a folder as a store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  promisesOf(() => new FileObjects(folder));
});

describe.skipIf(isMissing('python3'))('a bucket as a store (needs python3)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  let s3: Awaited<ReturnType<typeof startS3>>;
  beforeAll(async () => {
    s3 = await startS3();
    for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
  }, 300_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await s3?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (name: string, bytes = 64 * MIB) =>
    new S3Objects({ bucket: s3.bucket, prefix: 'some/prefix/', cache: { folder: join(folder, name), bytes } });
  promisesOf(() => open('cache'));

  it('returns its local copies to their size, the least recently used first, and keeps those in use', async () => {
    const store = open('small', 4 * MIB);
    for (const key of ['old', 'new', 'now']) await store.putStream(`cached/${key}`, chunks(2, MIB));
    const paths = await Promise.all(['old', 'new'].map((key) => store.localFile(`cached/${key}`)));
    paths.forEach((path, index) => utimesSync(path, 1000 + index, 1000 + index));
    await store.localFile('cached/now');
    expect(paths.map(existsSync)).toEqual([false, true]);
    expect(readFileSync(await store.localFile('cached/old')).length).toBe(2 * MIB);
  });

  it('says that the store is unavailable when the bucket does not exist or cannot be reached', async () => {
    const missing = new S3Objects({
      bucket: 'missing',
      prefix: '',
      cache: { folder: join(folder, 'none'), bytes: MIB },
    });
    await expect(missing.putOnce('a', 'b')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(missing.list('')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(missing.read('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
