import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface DatabaseOptions {
  /** Memory of DuckDB [bytes]; what exceeds it goes to files in the temporary folder. */
  memory: number;
  /** Folder for what exceeds the memory. */
  temporary: string;
  /** @default the number of cores, at most 4 */
  threads?: number;
}

/** Queries that run at the same time. */
const MAX_CONNECTIONS = 4;

/** An empty DuckDB in memory that reads and writes Parquet files. It installs and loads no extension by itself. */
export class Database {
  private readonly idle: DuckDBConnection[] = [];
  private readonly waiting: (() => void)[] = [];
  private used = 0;

  private constructor(private readonly instance: DuckDBInstance) {}

  static async open({ memory, temporary, threads }: DatabaseOptions): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor(memory / 1024)}KiB`,
      threads: String(threads ?? Math.min(4, availableParallelism())),
      temp_directory: temporary,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new Database(instance);
  }

  /** Runs work on a connection of its own; at most four at the same time, the others wait. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const { connection, give } = await this.take();
    try {
      return await work(connection);
    } finally {
      give();
    }
  }

  /** A connection until it is given back. */
  async take(): Promise<{ connection: DuckDBConnection; give: () => void }> {
    if (this.used >= MAX_CONNECTIONS) await new Promise<void>((enter) => this.waiting.push(enter));
    else this.used++;
    const connection = this.idle.pop() ?? (await this.instance.connect());
    const give = () => {
      this.idle.push(connection);
      const next = this.waiting.shift();
      if (next) next();
      else this.used--;
    };
    return { connection, give };
  }

  close(): void {
    for (const connection of this.idle.splice(0)) connection.closeSync();
    this.instance.closeSync();
  }
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Files as a table of SQL. */
export const parquet = (paths: readonly string[]): string => `read_parquet([${paths.map(literal).join(', ')}])`;
