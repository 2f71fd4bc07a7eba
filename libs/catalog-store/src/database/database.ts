import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type * as DuckDB from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { inStore } from '../objects/store-errors';
import { databaseError } from './database-errors';
import { newScratchPath, removeScratchFolder, sweepScratchFolders } from './scratch-folders';
import { Slots } from './slots';

export interface DatabaseOptions {
  /** Memory of DuckDB [bytes]; what exceeds it goes to files in the temporary folder. */
  memory: number;
  /** Folder for what exceeds the memory, in a folder of its own: DuckDB names its files alike in every process. */
  temporary: string;
  /** @default the number of cores, at most 4 */
  threads?: number;
}

/** Queries that run at the same time. */
const MAX_QUERIES = 4;
/** Results that are read bit by bit at the same time, at the speed of those who receive them. */
const MAX_STREAMS = 4;

/** An empty DuckDB in memory that reads and writes Parquet files. It installs and loads no extension by itself. */
export class Database {
  private readonly idle: DuckDBConnection[] = [];
  private readonly queries = new Slots(MAX_QUERIES);
  private readonly streams = new Slots(MAX_STREAMS);

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly scratch: string,
  ) {}

  /** Loads DuckDB, which takes 34 MB and up to 0.2 s. The first database loads it too. */
  static load(): Promise<typeof DuckDB> {
    return import('@duckdb/node-api');
  }

  static async open({ memory, temporary, threads }: DatabaseOptions): Promise<Database> {
    // A thread does not know the folders that other threads of its process use.
    if (isMainThread) await sweepScratchFolders(temporary).catch(() => undefined);
    const scratch = newScratchPath(temporary);
    const { DuckDBInstance } = await Database.load();
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor(memory / 1024)}KiB`,
      threads: String(threads ?? Math.min(4, availableParallelism())),
      temp_directory: scratch,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // The operating system keeps what was read from files in memory that it can take back.
      enable_external_file_cache: 'false',
      // Memory that is freed goes back to the operating system; by default, DuckDB keeps up to 128 MB and 512 MB of it.
      allocator_flush_threshold: '4MiB',
      allocator_bulk_deallocation_flush_threshold: '4MiB',
      // A join holds its right side in memory, as it is written. DuckDB takes a POSITIONAL JOIN for empty and would hold that one.
      disabled_optimizers: 'build_side_probe_side',
    });
    return new Database(instance, scratch);
  }

  /**
   * Runs work on a connection of its own; some at the same time, the others wait.
   * @throws AppError OVERLOADED where the memory of the database does not suffice, STORE_UNAVAILABLE where a file cannot be used
   */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.queries.use(async () => {
      const connection = await this.connection();
      try {
        return await work(connection);
      } catch (error) {
        throw databaseError(error);
      } finally {
        this.idle.push(connection);
      }
    });
  }

  /**
   * Path of a new file for what is read again soon. If it is not removed, it goes with the database, or with what a killed process
   * has left.
   * @throws AppError STORE_UNAVAILABLE
   */
  scratchFile(): string {
    inStore(() => mkdirSync(this.scratch, { recursive: true }));
    return join(this.scratch, randomUUID());
  }

  /**
   * The result of a query, chunk by chunk: what `take` makes of each. A slow reader can delay other streams, but not `use`.
   * @throws AppError as `use` does
   */
  async *stream<T>(sql: string, values: (string | number)[], take: (chunk: DuckDBDataChunk) => T): AsyncGenerator<T> {
    const connection = await this.connection();
    const free = await this.streams.take();
    try {
      yield* takenFromChunks(connection, sql, values, take);
    } catch (error) {
      throw databaseError(error);
    } finally {
      this.idle.push(connection);
      free();
    }
  }

  private async connection(): Promise<DuckDBConnection> {
    return this.idle.pop() ?? (await this.instance.connect());
  }

  close(): void {
    for (const connection of this.idle.splice(0)) connection.closeSync();
    this.instance.closeSync();
    removeScratchFolder(this.scratch);
  }
}

/**
 * What `take` gives for each chunk of a result. V8 does not see the native memory of a chunk, and collects objects late that are no
 * longer young. So a chunk must not be kept while its rows are sent: nothing holds it after `take`.
 */
export async function* takenFromChunks<T>(
  connection: DuckDBConnection,
  sql: string,
  values: (string | number)[],
  take: (chunk: DuckDBDataChunk) => T,
): AsyncGenerator<T> {
  const result = await connection.stream(sql, values);
  const next = async () => {
    const chunk = await result.fetchChunk();
    if (!chunk?.rowCount) return undefined;
    const taken = { value: take(chunk) };
    chunk.reset();
    return taken;
  };
  for (let taken = await next(); taken; taken = await next()) yield taken.value;
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Files as a table of SQL. */
export const parquet = (paths: readonly string[]): string => `read_parquet([${paths.map(literal).join(', ')}])`;
