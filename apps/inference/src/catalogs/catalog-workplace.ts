import { tmpdir } from 'node:os';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Catalogs, Database, openObjects, type StoreLocation } from '@exoplanet/catalog-store';
import type { EnvDto } from '@exoplanet/platform';

/** The store of catalogues and a database to work on them, opened on first use. */
export class CatalogWorkplace implements OnApplicationShutdown {
  private opened?: Catalogs;
  private database?: Promise<Database>;

  constructor(private readonly env: Pick<EnvDto, 'CATALOG_STORE' | 'CATALOG_CACHE' | 'CATALOG_MEMORY'>) {}

  get store(): StoreLocation {
    return { location: this.env.CATALOG_STORE, cacheBytes: this.env.CATALOG_CACHE };
  }

  get memory(): number {
    return this.env.CATALOG_MEMORY;
  }

  /** @throws AppError STORE_UNAVAILABLE */
  get catalogs(): Catalogs {
    return (this.opened ??= new Catalogs(openObjects(this.store)));
  }

  openDatabase(): Promise<Database> {
    return (this.database ??= Database.open({ memory: this.memory, temporary: tmpdir() }));
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.database)?.close();
  }
}
