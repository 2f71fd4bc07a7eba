/**
 * Objects by key, in a folder or a bucket. A key is a path with `/`. An object appears when it is complete, so a reader that finds
 * it finds all of it. Every method throws `AppError` STORE_UNAVAILABLE where the folder or the bucket cannot be used.
 */
export interface ObjectStore {
  /** Stores a stream under a new key. */
  putStream(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Moves a file of `scratchFile` into the store. Two writers of one key write the same content. */
  putFile(key: string, path: string): Promise<void>;
  /** Stores a small object unless the key is taken; returns whether it was free. */
  putOnce(key: string, content: string): Promise<boolean>;
  /** A small object; undefined where there is none. */
  read(key: string): Promise<string | undefined>;
  /** The bytes of an object in chunks. */
  stream(key: string): AsyncIterable<Uint8Array>;
  /** Names below a folder: objects, and folders with a `/` at the end. */
  list(folder: string): Promise<string[]>;
  /** A path of this machine under which an object can be read. */
  localFile(key: string): Promise<string>;
  /** Removes one object, if it is there. */
  delete(key: string): Promise<void>;
  /** Removes everything below a folder. */
  deleteFolder(folder: string): Promise<void>;
  /** A new path of this machine, for a file that is moved into the store later. */
  scratchFile(): string;
  /** Removes files of `scratchFile` that were last changed before a time: killed processes have left them. @param time [ms since 1970] */
  removeScratchBefore(time: number): Promise<void>;
  /** When something was last added to a folder or removed from it [ms since 1970]; undefined where there is none, or in a bucket. */
  changedAt(folder: string): Promise<number | undefined>;
}
