import { Injectable } from '@nestjs/common';
import type { CatalogContent, CatalogQueries, StoredCatalog } from '@exoplanet/catalog-store';
import { AppError, type CatalogTable } from '@exoplanet/contracts';
import type { Caller } from '../platform/auth/caller';
import { CatalogsService } from './catalogs.service';
import { GatewayCatalogs } from './gateway-catalogs';

/** A catalogue whose table has been read, as it is now. */
export interface ReadableCatalog {
  catalog: StoredCatalog;
  content: CatalogContent;
  table: CatalogTable;
  queries: CatalogQueries;
}

/** Opens catalogues for routes that read their rows. */
@Injectable()
export class ReadableCatalogs {
  constructor(
    private readonly catalogs: CatalogsService,
    private readonly store: GatewayCatalogs,
  ) {}

  /** @throws AppError CATALOG_NOT_FOUND, CONFLICT while the columns of the table are not known */
  async open(caller: Caller, id: string): Promise<ReadableCatalog> {
    const catalog = await this.catalogs.findFor(caller, id);
    const [content, queries] = await Promise.all([catalog.content(), this.store.queries()]);
    const { table, end } = content;
    if (table) return { catalog, content, table, queries };
    if (end?.state === 'failed') throw new AppError('CONFLICT', `The table could not be read: ${end.error.message}`);
    throw new AppError('CONFLICT', end ? 'The table was not read to its end' : 'The table is still being read');
  }
}
