import { tmpdir } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CatalogQueries, Catalogs, Database, openObjects } from '@exoplanet/catalog-store';
import { EnvDto } from '@exoplanet/platform';
import { ByteBudget } from '../platform/http/byte-budget';

/** The store of catalogues and the database that reads it, both opened on first use: a gateway without them still predicts. */
@Injectable()
export class GatewayCatalogs implements OnApplicationShutdown {
  private opened?: Catalogs;
  private database?: Promise<Database>;
  private reader?: Promise<CatalogQueries>;

  /** Bounds the uploads that are on disk for a moment. */
  readonly spool: ByteBudget;

  constructor(private readonly env: EnvDto) {
    this.spool = new ByteBudget(env.UPLOAD_DISK_LIMIT, 'uploads');
  }

  /** @throws AppError STORE_UNAVAILABLE */
  get catalogs(): Catalogs {
    const { CATALOG_STORE: location, CATALOG_CACHE: cacheBytes } = this.env;
    return (this.opened ??= new Catalogs(openObjects({ location, cacheBytes })));
  }

  openDatabase(): Promise<Database> {
    return (this.database ??= Database.open({ memory: this.env.CATALOG_MEMORY, temporary: tmpdir() }).catch(
      (error: unknown) => {
        this.database = undefined;
        throw error;
      },
    ));
  }

  queries(): Promise<CatalogQueries> {
    return (this.reader ??= this.openDatabase().then((database) => new CatalogQueries(database)));
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.database?.catch(() => undefined))?.close();
  }
}
