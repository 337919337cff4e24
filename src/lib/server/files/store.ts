import { DiskStore } from './disk-store';
import { StorageStore } from './storage-store';

/** Where the bytes of files lie. What they are called and whose they are is in the table `files`. */
export interface FileStore {
  /** Keeps the bytes for good before it resolves, or rejects and keeps nothing. An id is used once. */
  put(id: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** The bytes, or null when there are none under the id. */
  open(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
  /**
   * Removes what was put before a time and is nobody's: `orphansOf` is asked with at most 1,000 ids at once. Gives how many
   * were removed. What fails on the way ends it; the next sweep goes on.
   */
  sweep(before: Date, orphansOf: (ids: string[]) => Promise<string[]>): Promise<number>;
}

/** The store of the deployment, for one request: on Supabase it acts with the person's token. */
export function fileStore({ backend, db }: Pick<App.Locals, 'backend' | 'db'>): FileStore {
  return backend.fileDirectory === null ? new StorageStore(db) : new DiskStore(backend.fileDirectory);
}
