import { tmpdir } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CatalogQueries, Catalogs, type Database, DatabaseOnDemand, openObjects } from '@exoplanet/catalog-store';
import { EnvDto } from '@exoplanet/platform';
import { ByteBudget } from '../platform/http/byte-budget';

/** The store of catalogues and the database that reads it, both opened on first use: a gateway without them still predicts. */
@Injectable()
export class GatewayCatalogs implements OnApplicationShutdown {
  private opened?: Catalogs;
  private readonly database: DatabaseOnDemand;
  private reader?: CatalogQueries;

  /** Bounds the uploads that are on disk for a moment. */
  readonly spool: ByteBudget;

  constructor(private readonly env: EnvDto) {
    this.database = new DatabaseOnDemand({ memory: env.CATALOG_MEMORY, temporary: tmpdir() });
    this.spool = new ByteBudget(env.UPLOAD_DISK_LIMIT, 'uploads');
  }

  /** @throws AppError STORE_UNAVAILABLE */
  get catalogs(): Catalogs {
    const { CATALOG_STORE: location, CATALOG_CACHE: cacheBytes } = this.env;
    return (this.opened ??= new Catalogs(openObjects({ location, cacheBytes })));
  }

  openDatabase(): Promise<Database> {
    return this.database.open();
  }

  queries(): Promise<CatalogQueries> {
    return this.openDatabase().then((database) => (this.reader ??= new CatalogQueries(database)));
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}
