/** Limits on a table. They bound the memory, whatever the file contains. */
export interface Limits {
  /** Size of the table, uncompressed [bytes]. @default 8 GiB */
  maxBytes: number;
  /** @default 4,096 */
  maxColumns: number;
  /** Length of one row with its line ends [characters]; a longer row is refused and the next is read. @default 1 Mi */
  maxRowLength: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxBytes: 8 * 1024 ** 3,
  maxColumns: 4096,
  maxRowLength: 1024 ** 2,
};
