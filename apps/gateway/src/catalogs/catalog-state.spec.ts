import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subject } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalogs, openObjects } from '@exoplanet/catalog-store';
import type { JobEvent, JobsClient } from '@exoplanet/job-transport';
import type { CatalogExpiry } from './catalog-expiry';
import { CatalogStates } from './catalog-state';
import type { CatalogsService } from './catalogs.service';
import type { GatewayCatalogs } from './gateway-catalogs';

const ID = 'i0000000000000000001';
const ERROR = { code: 'POISON', message: 'It ended its worker' };

describe('the work on a catalogue that ends in the queue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'states-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['cancelled', { state: 'cancelled' }],
    ['failed', { state: 'failed', error: ERROR }],
  ] as const)('is written to the store as %s, although nobody reads the catalogue', async (type, expected) => {
    const catalogs = new Catalogs(openObjects({ location: join(folder, type), cacheBytes: 0 }));
    const catalog = await catalogs.create({
      catalog_id: ID,
      task_id: 't1',
      name: 'made',
      created_at: '',
      upload: { object: 'upload', bytes: 0, sha256: '' },
      explain: 'none',
    });
    const events = new Subject<JobEvent>();
    const states = new CatalogStates(
      { catalogs } as GatewayCatalogs,
      {} as CatalogsService,
      { events: () => events } as unknown as JobsClient,
      {} as CatalogExpiry,
    );
    states.onModuleInit();
    events.next({ type, id: ID, part: '*', record: { state: type, error: ERROR } } as unknown as JobEvent);
    await expect.poll(() => catalog.read('end')).toMatchObject(expected);
    states.onApplicationShutdown();
  });
});
