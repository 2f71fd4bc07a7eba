import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { progressOf, rankRows, type StoredCatalog } from '@exoplanet/catalog-store';
import {
  AppError,
  ERRORS,
  EXPLAIN_PART,
  type ExplainPartCommand,
  IMPORT,
  type ImportCommand,
  type ImportResultDto,
  SCORE_PART,
  type ScorePartCommand,
} from '@exoplanet/contracts';
import { JobContext, JOBS } from '@exoplanet/job-transport';
import { ModelRegistry } from '@exoplanet/model-runtime';
import { CommandHandler } from '../commands/command-handler.decorator';
import { TableProcess } from './table-process';
import { WorkerCatalogs } from './worker-catalogs';

/**
 * Makes a catalogue of an uploaded table. Each run does the next step that is not in the store yet: read the table, have its parts
 * scored, rank the rows, have them explained. Between steps the job waits for the parts, which any worker runs. What is
 * finished is in the store and is never done again.
 */
@CommandHandler()
export class ImportController {
  constructor(
    private readonly store: WorkerCatalogs,
    private readonly tables: TableProcess,
    private readonly models: ModelRegistry,
  ) {}

  @MessagePattern(IMPORT, JOBS)
  async handle(@Payload() { catalog }: ImportCommand, @Ctx() context: JobContext): Promise<ImportResultDto> {
    return this.store.workOn(catalog, async (stored) => {
      try {
        return await this.advance(stored, context);
      } catch (error) {
        if (error instanceof AppError && !ERRORS[error.code].retryable) await this.end(stored, error);
        throw error;
      }
    });
  }

  private async advance(catalog: StoredCatalog, context: JobContext): Promise<ImportResultDto> {
    await this.pinModel(catalog);
    const failures = await context.childFailures();
    // A part that would fail again decides. Otherwise the next run of this job adds the missing parts again.
    const failure = failures.find(({ retryable }) => !retryable) ?? failures[0];
    if (failure) throw new AppError(failure.code, failure.message);
    const table = (await catalog.read('table')) ?? (await this.readTable(catalog, context));
    if (!(await catalog.read('ranking'))) {
      await this.scoreParts(catalog, table.parts, context);
      await rankRows(catalog, await this.store.openDatabase(), catalog.spec.explain);
      context.progress(progressMessage(await catalog.content()));
    }
    await this.explainParts(catalog, context);
    await catalog.write('end', { state: 'completed', at: new Date().toISOString() });
    return { catalog_id: catalog.id, rows: table.rows };
  }

  /** One version scores all parts, whatever is put in service in the meantime. */
  private async pinModel(catalog: StoredCatalog): Promise<void> {
    if (await catalog.read('model')) return;
    const { name, version, sha256 } = await this.models.resolve(catalog.spec.model);
    await catalog.write('model', { name, version, sha256, started_at: new Date().toISOString() });
  }

  private async readTable(catalog: StoredCatalog, context: JobContext) {
    const { location: store, memory } = this.store;
    const table = await this.tables.read({ store, memory, catalog: catalog.id }, context.signal, (message) =>
      context.progress(readingMessage(message, catalog)),
    );
    return catalog.write('table', table);
  }

  /** Returns when all parts are scored. They are scored once all are read, because rows say something about each other. */
  private async scoreParts(catalog: StoredCatalog, parts: number, context: JobContext): Promise<void> {
    const done = new Set(await catalog.parts('scores'));
    const open = Array.from({ length: parts }, (_, part) => part).filter((part) => !done.has(part));
    if (open.length === 0) return;
    for (const part of open) {
      const command: ScorePartCommand = { catalog: catalog.id, part };
      await context.addChild(SCORE_PART, `${context.id}-s${part}`, command);
    }
    context.waitForChildren();
  }

  private async explainParts(catalog: StoredCatalog, context: JobContext): Promise<void> {
    const { parts } = (await catalog.read('ranking'))!.explain;
    const done = new Set(await catalog.parts('explained'));
    const open = Array.from({ length: parts }, (_, part) => part).filter((part) => !done.has(part));
    if (open.length === 0) return;
    for (const part of open) {
      const command: ExplainPartCommand = { catalog: catalog.id, part };
      await context.addChild(EXPLAIN_PART, `${context.id}-e${part}`, command);
    }
    context.waitForChildren();
  }

  private async end(catalog: StoredCatalog, { code, message }: AppError): Promise<void> {
    const at = new Date().toISOString();
    await catalog
      .write(
        'end',
        code === 'CANCELLED' ? { state: 'cancelled', at } : { state: 'failed', at, error: { code, message } },
      )
      .catch(() => undefined);
  }
}

/** The progress of the task, from what the store holds. */
export function progressMessage(content: Parameters<typeof progressOf>[0]): object {
  const { stage, fraction, rows_done, rows_total, rows_per_second, seconds_left } = progressOf(content);
  return { fraction, stage, rows_done, rows_total, rows_per_second, seconds_left };
}

/** While a table is read, only its number of bytes is known, not its number of rows. */
function readingMessage({ rows, fraction }: { rows: number; fraction: number }, { spec }: StoredCatalog): object {
  const seconds = Math.max(0.001, (Date.now() - Date.parse(spec.created_at)) / 1000);
  return {
    fraction: 0.1 * fraction,
    stage: 'reading',
    rows_done: rows,
    rows_per_second: Math.round(rows / seconds),
    seconds_left: Math.round(fraction > 0 ? (seconds * (1 - fraction)) / fraction : 0),
  };
}
