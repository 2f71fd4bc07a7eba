import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { type CatalogContent, type CatalogProgress, progressOf, type StoredCatalog } from '@exoplanet/catalog-store';
import { type CatalogDto, IMPORT, RESULT_COLUMNS, type TaskProgressDto } from '@exoplanet/contracts';
import { type JobEvent, type JobRecord, JobsClient } from '@exoplanet/job-transport';
import { CatalogExpiry } from './catalog-expiry';
import { CatalogsService } from './catalogs.service';
import { GatewayCatalogs } from './gateway-catalogs';

/**
 * Describes catalogues as they are now: from the store, and from the task while there is work to do. Writes to the store that the
 * work has failed or was cancelled, because the queue forgets it after RESULT_TTL.
 */
@Injectable()
export class CatalogStates implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('catalogs');
  private events?: Subscription;

  constructor(
    private readonly store: GatewayCatalogs,
    private readonly catalogs: CatalogsService,
    private readonly jobs: JobsClient,
    private readonly expiry: CatalogExpiry,
  ) {}

  onModuleInit(): void {
    this.events = this.jobs.events(IMPORT).subscribe((event) => void this.onEvent(event));
  }

  onApplicationShutdown(): void {
    this.events?.unsubscribe();
  }

  async describe(catalog: StoredCatalog, requestId: string): Promise<CatalogDto> {
    const [before, record] = await Promise.all([catalog.content(), this.taskOf(catalog)]);
    const content = before.end || (await this.settle(catalog, record, requestId)) ? await catalog.content() : before;
    const { spec } = catalog;
    const { model, table, end } = content;
    const [queries, settings] = await Promise.all([this.store.queries(), catalog.settingsStore.read()]);
    const progress = progressOf(content);
    return {
      catalog_id: spec.catalog_id,
      name: spec.name,
      state: progress.stage,
      task_id: spec.task_id,
      created_at: spec.created_at,
      expires_at: this.expiry.expiryOf(spec.created_at, settings.pinned),
      ...settings,
      upload: { bytes: spec.upload.bytes, sha256: spec.upload.sha256 },
      explain: spec.explain,
      detection: table?.detection ?? null,
      mapping: spec.mapping ?? null,
      columns: [...RESULT_COLUMNS.map((column) => ({ ...column, role: 'result' as const })), ...(table?.columns ?? [])],
      progress: progressDto(progress, content, record),
      counts: await queries.counts(catalog, content),
      model: model ? { name: model.name, version: model.version, sha256: model.sha256 } : null,
      error: end?.state === 'failed' ? end.error : null,
    };
  }

  /** Every gateway does the same; the first one writes. */
  private async onEvent(event: JobEvent): Promise<void> {
    if (event.type !== 'failed' && event.type !== 'cancelled') return;
    try {
      const catalog = await this.store.catalogs.find(event.id);
      if (catalog && !(await catalog.read('end'))) await this.writeEnd(catalog, event.record);
    } catch (error) {
      this.logger.warn(`the end of catalogue ${event.id} cannot be written: ${String(error)}`);
    }
  }

  /** The task while it may still change something; undefined when it is gone, null when Redis cannot say. */
  private async taskOf(catalog: StoredCatalog): Promise<JobRecord | undefined | null> {
    if (await catalog.read('end')) return null;
    return this.jobs.find(IMPORT, catalog.id).catch(() => null);
  }

  /**
   * Brings the store up to date with the task: work that failed or was cancelled has ended, and work that the queue has lost,
   * with its Redis for example, is submitted again. Returns whether something changed.
   */
  private async settle(
    catalog: StoredCatalog,
    record: JobRecord | undefined | null,
    requestId: string,
  ): Promise<boolean> {
    if (record === null) return false;
    if (record) return this.writeEnd(catalog, record);
    this.logger.warn(`the queue has lost the work on catalogue ${catalog.id}; it is submitted again`);
    await this.catalogs.submit(catalog, requestId).catch(() => undefined);
    return false;
  }

  /** Writes that the work has failed or was cancelled; returns whether it was. */
  private async writeEnd(catalog: StoredCatalog, { state, error }: JobRecord): Promise<boolean> {
    const at = new Date().toISOString();
    if (state === 'cancelled') await catalog.write('end', { state, at });
    else if (state === 'failed') {
      const { code, message } = error!;
      await catalog.write('end', { state, at, error: { code, message } });
    } else return false;
    return true;
  }
}

function progressDto(
  progress: CatalogProgress,
  { table, ranking }: CatalogContent,
  record: JobRecord | undefined | null,
): CatalogDto['progress'] {
  const { rows_read, rows_scored, rows_explained, rows_per_second, seconds_left } = progress;
  const live = record?.progress as (TaskProgressDto & { rows_done?: number; seconds_left?: number }) | undefined;
  const reading = live?.stage === 'reading' && !table ? live : undefined;
  const left = reading?.seconds_left ?? seconds_left;
  return {
    rows_read: Math.max(rows_read, reading?.rows_done ?? 0),
    rows_scored,
    rows_refused: table?.refused ?? 0,
    rows_explained,
    ...(table ? { rows_total: table.rows } : {}),
    ...(ranking ? { rows_to_explain: ranking.explain.rows } : {}),
    rows_per_second,
    ...(left === undefined ? {} : { seconds_left: left }),
  };
}
