import { resolve } from 'node:path';
import { FileObjects } from './file-objects';
import type { ObjectStore } from './object-store';

/** The store at a location: a folder. */
export function openObjects(location: string): ObjectStore {
  return new FileObjects(resolve(location));
}
