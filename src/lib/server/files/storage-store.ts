import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError } from '$lib/server/errors';
import type { FileStore } from './store';

const BUCKET = 'evidence';

/** Supabase Storage, with the token of the person who asks: the bucket and its policies are in the README. */
export class StorageStore implements FileStore {
  readonly #bucket;

  constructor(db: SupabaseClient<Database>) {
    this.#bucket = db.storage.from(BUCKET);
  }

  async put(id: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const { error } = await this.#bucket.upload(id, bytes as Uint8Array<ArrayBuffer>, { contentType, upsert: false });
    if (error) throw new AppError('unavailable', undefined, { cause: error });
  }

  async open(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const { data, error } = await this.#bucket.download(id);
    if (data) return new Uint8Array(await data.arrayBuffer());
    // What is not there, and what the person may not read, is answered with either of the two.
    if (error && 'status' in error && (error.status === 404 || error.status === 400)) return null;
    throw new AppError('unavailable', undefined, { cause: error });
  }

  async remove(id: string): Promise<void> {
    const { error } = await this.#bucket.remove([id]);
    if (error) throw new AppError('unavailable', undefined, { cause: error });
  }
}
