import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalogs, openObjects } from '../src';

const DAY = 24 * 60 * 60 * 1000;
const [OLD, NEW] = [new Date(Date.now() - 2 * DAY), new Date()];

describe('what killed processes have left in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abandoned-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is removed when it is old, and no catalogue or work in progress is', async () => {
    const catalogs = new Catalogs(openObjects({ location: folder, cacheBytes: 0 }));
    const made = (name: string, changed: Date) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
      for (const one of [path, dirname(path)]) utimesSync(one, changed, changed);
      return path;
    };
    const gone = [made('i0000000000000000001/upload-1', OLD), made('.scratch/old', OLD)];
    const kept = [
      made('i0000000000000000002/upload-2', NEW),
      made('.scratch/new', NEW),
      made('i0000000000000000003/upload-3', OLD),
      made('notes/old', OLD),
    ];
    await catalogs.create({
      catalog_id: 'i0000000000000000003',
      task_id: 't3',
      name: 'made',
      created_at: '',
      upload: { object: 'upload-3', bytes: 0, sha256: '' },
      explain: 'none',
    });
    utimesSync(dirname(kept[2]), OLD, OLD);
    await catalogs.removeAbandoned(Date.now() - DAY);
    expect([...gone, ...kept].filter((path) => existsSync(path))).toEqual(kept);
  });
});
