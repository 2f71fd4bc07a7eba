import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EnvDto } from '@exoplanet/platform';
import { GatewayCatalogs } from './gateway-catalogs';

/** Interval of the search for catalogues that have expired [ms]. */
const INTERVAL = 10 * 60 * 1000;

/** Age at which an unfinished file, or an upload without a catalogue, can only be that of a process that was killed [ms]. */
const ABANDONED = 24 * 60 * 60 * 1000;

/** Deletes catalogues that are older than CATALOG_TTL and not pinned, and what killed processes have left in the store. Several gateways may do so at the same time. */
@Injectable()
export class CatalogExpiry implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('catalogs');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly store: GatewayCatalogs,
    private readonly env: EnvDto,
  ) {}

  onModuleInit(): void {
    void this.sweep();
    this.timer = setInterval(() => void this.sweep(), INTERVAL).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** When a catalogue expires; null where it does not. */
  expiryOf(created: string, pinned: boolean): string | null {
    const { CATALOG_TTL } = this.env;
    return pinned || CATALOG_TTL === 0 ? null : new Date(Date.parse(created) + CATALOG_TTL * 1000).toISOString();
  }

  private async sweep(): Promise<void> {
    try {
      await this.store.catalogs.removeAbandoned(Date.now() - ABANDONED);
      if (this.env.CATALOG_TTL === 0) return;
      for (const catalog of await this.store.catalogs.list()) {
        const { pinned } = await catalog.settingsStore.read();
        const expiry = this.expiryOf(catalog.spec.created_at, pinned);
        if (expiry === null || Date.parse(expiry) > Date.now()) continue;
        await this.store.catalogs.delete(catalog.id);
        this.logger.log(`catalogue ${catalog.id} (${catalog.spec.name}) has expired`);
      }
    } catch (error) {
      this.logger.warn(`what has expired in the store of catalogues cannot be deleted: ${String(error)}`);
    }
  }
}
