import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import type { StoredCatalog, Upload } from '@exoplanet/catalog-store';
import {
  AppError,
  type CatalogMapping,
  type CatalogSpec,
  type CommandId,
  CONTROL,
  type ControlMessage,
  type ExplainChoice,
  idsOfKey,
  IMPORT,
  type ImportCommand,
  newCommandId,
  newTaskId,
  type TaskId,
} from '@exoplanet/contracts';
import { JobsClient } from '@exoplanet/job-transport';
import { originOf, RedisKeys } from '@exoplanet/platform';
import { type Caller, owns } from '../platform/auth/caller';
import { CONTROL_CLIENT } from '../platform/redis/tokens';
import { checkedKey } from '../submissions/idempotency-key';
import type { Submission } from '../submissions/submission.decorator';
import { SubmissionsService } from '../submissions/submissions.service';
import { TasksService } from '../tasks/tasks.service';
import { GatewayCatalogs } from './gateway-catalogs';

/** Room for the result of an import, which is its catalogue's id [bytes]. */
const RESULT_BYTES = 512;
const DEFAULT_EXPLAIN: ExplainChoice = 'top:100';

/** Options that a caller gives with an upload. */
export interface CatalogOptions {
  name?: string;
  explain?: ExplainChoice;
  model?: string;
  mapping?: CatalogMapping;
}

/** The ids of a catalogue and of the task that makes it. */
export interface CatalogIds {
  command: CommandId;
  task: TaskId;
}

/** Creates, finds, cancels and deletes catalogues. */
@Injectable()
export class CatalogsService {
  private readonly logger = new Logger('catalogs');

  constructor(
    private readonly store: GatewayCatalogs,
    private readonly submissions: SubmissionsService,
    private readonly tasks: TasksService,
    private readonly jobs: JobsClient,
    private readonly keys: RedisKeys,
    @Inject(CONTROL_CLIENT) private readonly control: ClientProxy,
  ) {}

  /**
   * The ids that a new catalogue gets; those of the first request where it repeats an idempotency key.
   * @throws AppError IDEMPOTENCY_KEY_REUSED where the key belongs to a catalogue that was deleted
   */
  async idsFor({ owner, idempotencyKey: key }: Submission): Promise<CatalogIds> {
    if (key !== undefined) {
      const ids = idsOfKey(IMPORT, owner ?? '', checkedKey(key));
      await this.refuseKeyOfDeleted(ids);
      return ids;
    }
    const command = newCommandId(IMPORT);
    return { command, task: newTaskId(command) };
  }

  /** Makes ready for a table, here and in the workers. Whoever does not only begins a little later. */
  announceTable(): void {
    this.store.openDatabase().catch(() => undefined);
    const message: ControlMessage = { system: this.keys.prefix };
    this.control.emit(CONTROL.expectTable, message).subscribe({ error: () => undefined });
  }

  /** Runs `work`, which may store an upload. If no catalogue uses that upload afterwards, it is deleted. */
  async withUpload<T>(
    { command }: CatalogIds,
    work: (store: (content: AsyncIterable<Uint8Array>) => Promise<Upload>) => Promise<T>,
  ): Promise<T> {
    const { catalogs } = this.store;
    let upload: Upload | undefined;
    try {
      return await work(async (content) => (upload = await catalogs.upload(command, content)));
    } finally {
      if (upload)
        await catalogs
          .discardUnused(command, upload)
          .catch((error: unknown) =>
            this.logger.warn(`an upload of ${command} is left in the store: ${String(error)}`),
          );
    }
  }

  /**
   * Makes a catalogue of an upload and submits the work on it.
   * @throws AppError IDEMPOTENCY_KEY_REUSED where the key belongs to another upload or other options, or to a catalogue that was deleted
   */
  async create(ids: CatalogIds, upload: Upload, options: CatalogOptions, submission: Submission): Promise<CatalogSpec> {
    const { name = 'catalogue', explain = DEFAULT_EXPLAIN, model, mapping } = options;
    const { owner } = submission;
    const spec: CatalogSpec = {
      catalog_id: ids.command,
      task_id: ids.task,
      ...(owner ? { owner } : {}),
      name,
      created_at: new Date().toISOString(),
      upload,
      ...(mapping ? { mapping } : {}),
      explain,
      ...(model ? { model } : {}),
    };
    // Once more, because an upload takes minutes.
    if (submission.idempotencyKey !== undefined) await this.refuseKeyOfDeleted(ids);
    const catalog = await this.store.catalogs.create(spec);
    if (contentOf(catalog.spec) !== contentOf(spec))
      throw new AppError('IDEMPOTENCY_KEY_REUSED', 'The idempotency key belongs to another table or other options');
    try {
      // What has ended stays as it is, also where it failed: the same table would fail again.
      if (!(await catalog.read('end'))) await this.submit(catalog, submission.requestId);
    } catch (error) {
      // Without an idempotency key nobody knows the id of this catalogue; with one, the repeated request finds it.
      if (submission.idempotencyKey === undefined) await this.store.catalogs.delete(ids.command);
      throw error;
    }
    return catalog.spec;
  }

  /**
   * Refuses the key of a deleted catalogue. The queue still has its job, so the same id cannot run again.
   * @throws AppError IDEMPOTENCY_KEY_REUSED
   */
  private async refuseKeyOfDeleted({ command }: CatalogIds): Promise<void> {
    // The queue first: a catalogue is there before its work is submitted.
    if ((await this.jobs.find(IMPORT, command)) && !(await this.store.catalogs.find(command)))
      throw new AppError('IDEMPOTENCY_KEY_REUSED', 'The catalogue of this idempotency key was deleted');
  }

  /** Submits the work on a catalogue; what is finished is not done again, and work in progress goes on. */
  async submit({ spec }: StoredCatalog, requestId: string): Promise<void> {
    const command: ImportCommand = { catalog: spec.catalog_id };
    const ids = { command: spec.catalog_id as CommandId, task: spec.task_id as TaskId };
    const task = {
      spec: { form: 'catalog' as const, rows: 0 as const, ...(spec.owner ? { owner: spec.owner } : {}) },
      origin: originOf(requestId),
    };
    await this.submissions.submitAs(IMPORT, command, task, ids, RESULT_BYTES);
  }

  /** The catalogue, if it belongs to the caller. @throws AppError CATALOG_NOT_FOUND, also for that of another caller */
  async findFor(caller: Caller, id: string): Promise<StoredCatalog> {
    const found = await this.store.catalogs.find(id);
    if (!found || !owns(caller, found.spec.owner))
      throw new AppError('CATALOG_NOT_FOUND', `There is no catalogue ${JSON.stringify(id.slice(0, 64))}`);
    return found;
  }

  async listFor(caller: Caller): Promise<StoredCatalog[]> {
    return (await this.store.catalogs.list()).filter(({ spec }) => owns(caller, spec.owner));
  }

  /** Stops the work on a catalogue; what has been scored stays. */
  async cancel(caller: Caller, catalog: StoredCatalog): Promise<void> {
    await catalog.write('end', { state: 'cancelled', at: new Date().toISOString() });
    await this.tasks.cancelFor(caller, catalog.spec.task_id).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'TASK_NOT_FOUND')) throw error;
    });
  }

  /** Removes a catalogue with its upload, results and votes. */
  async delete(caller: Caller, catalog: StoredCatalog): Promise<void> {
    if (!(await catalog.read('end'))) await this.cancel(caller, catalog);
    await this.store.catalogs.delete(catalog.id);
  }
}

/** The parts in which a repeated request has to equal the first. */
const contentOf = ({ upload: { bytes, sha256 }, mapping, explain, model, name }: CatalogSpec): string =>
  JSON.stringify([bytes, sha256, mapping, explain, model, name]);
