import { tmpdir } from 'node:os';
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  Catalogs,
  type Database,
  DatabaseOnDemand,
  openObjects,
  type StoredCatalog,
  type StoreLocation,
} from '@exoplanet/catalog-store';
import { AppError } from '@exoplanet/contracts';
import type { EnvDto } from '@exoplanet/platform';

/** The store of catalogues and a database to work on them, opened on first use. */
export class WorkerCatalogs implements OnApplicationShutdown {
  private opened?: Catalogs;
  private readonly database: DatabaseOnDemand;

  constructor(private readonly env: Pick<EnvDto, 'CATALOG_STORE' | 'CATALOG_CACHE' | 'CATALOG_MEMORY'>) {
    this.database = new DatabaseOnDemand({ memory: env.CATALOG_MEMORY, temporary: tmpdir() });
  }

  get location(): StoreLocation {
    return { location: this.env.CATALOG_STORE, cacheBytes: this.env.CATALOG_CACHE };
  }

  get memory(): number {
    return this.env.CATALOG_MEMORY;
  }

  /** @throws AppError STORE_UNAVAILABLE */
  get catalogs(): Catalogs {
    return (this.opened ??= new Catalogs(openObjects(this.location)));
  }

  /**
   * Runs work on a catalogue. If the catalogue is deleted meanwhile, its files disappear; any error after that is reported as a
   * cancellation, so that it is neither repeated nor logged as an error.
   * @throws AppError CANCELLED where the catalogue is deleted
   */
  async workOn<T>(id: string, work: (catalog: StoredCatalog) => Promise<T>): Promise<T> {
    const catalog = await this.catalogs.find(id);
    if (!catalog) throw deleted();
    try {
      return await work(catalog);
    } catch (error) {
      throw (await catalog.isDeleted().catch(() => false)) ? deleted() : error;
    }
  }

  openDatabase(): Promise<Database> {
    return this.database.open();
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

const deleted = () => new AppError('CANCELLED', 'The catalogue was deleted');
