import { Database, type DatabaseOptions } from './database';

/** A database that is opened on first use. An attempt that fails is made again by the next use. */
export class DatabaseOnDemand {
  private opening?: Promise<Database>;

  constructor(private readonly options: DatabaseOptions) {}

  open(): Promise<Database> {
    return (this.opening ??= Database.open(this.options).catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    }));
  }

  async close(): Promise<void> {
    (await this.opening?.catch(() => undefined))?.close();
  }
}
