import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { AppError } from '$lib/server/errors';
import type { FileStore } from './store';

const BUCKET = 'evidence';
const BATCH = 1000;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
  /** Oldest first. What is to be removed is found first: removing would move the places of what comes after. */
  async sweep(before: Date, orphansOf: (ids: string[]) => Promise<string[]>): Promise<number> {
    const orphans: string[] = [];
    for (let offset = 0, more = true; more; offset += BATCH) {
      const page = await this.#page(offset);
      const old = page.filter(({ created_at }) => created_at && new Date(created_at) < before).map(({ name }) => name);
      // Other names were not put here by us.
      const ids = old.filter((name) => ID.test(name));
      if (ids.length > 0) orphans.push(...(await orphansOf(ids)));
      more = page.length === BATCH && old.length === BATCH;
    }
    for (let from = 0; from < orphans.length; from += BATCH) {
      const { error } = await this.#bucket.remove(orphans.slice(from, from + BATCH));
      if (error) throw new AppError('unavailable', undefined, { cause: error });
    }
    return orphans.length;
  }

  async #page(offset: number) {
    const { data, error } = await this.#bucket.list('', {
      limit: BATCH,
      offset,
      sortBy: { column: 'created_at', order: 'asc' }
    });
    if (error) throw new AppError('unavailable', undefined, { cause: error });
    return data;
  }
}
