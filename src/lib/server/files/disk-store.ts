import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore } from './store';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const BATCH = 1000;

/** Files under one directory, outside of what the web server serves; the path comes from the id and nothing else. */
export class DiskStore implements FileStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Written aside, flushed, then renamed: whatever happens in between, under the id lies all of it or nothing. */
  async put(id: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(id);
    const part = `${path}.${randomUUID()}.part`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      const file = await open(part, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    await syncDirectory(dirname(path));
  }

  async open(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return new Uint8Array(await readFile(this.#path(id)));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  /** One folder after the other. Parts of writes that were killed have no row either. */
  async sweep(before: Date, orphansOf: (ids: string[]) => Promise<string[]>): Promise<number> {
    let removed = 0;
    for (const folder of await namesIn(this.#directory)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      const old: string[] = [];
      for (const name of await namesIn(join(this.#directory, folder))) {
        if (await isOlder(join(this.#directory, folder, name), before)) old.push(name);
      }
      for (const part of old.filter((name) => name.endsWith('.part'))) {
        await rm(join(this.#directory, folder, part), { force: true });
        removed += 1;
      }
      const ids = old.filter((name) => ID.test(name));
      for (let from = 0; from < ids.length; from += BATCH) {
        for (const id of await orphansOf(ids.slice(from, from + BATCH))) {
          await this.remove(id);
          removed += 1;
        }
      }
    }
    return removed;
  }

  /** In 256 folders: one with a hundred thousand files is slow to list and to copy. */
  #path(id: string): string {
    if (!ID.test(id)) throw new TypeError('not the id of a file');
    return join(this.#directory, id.slice(0, 2), id);
  }
}

/** The rename itself has to reach the disk. Windows knows no such thing and needs none. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Before the first file there is no folder. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** What is gone by now is no concern of a sweep. */
async function isOlder(path: string, than: Date): Promise<boolean> {
  try {
    return (await stat(path)).mtime < than;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
