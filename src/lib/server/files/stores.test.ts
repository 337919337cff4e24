import { createClient } from '@supabase/supabase-js';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '$lib/db/types.generated';
import { DiskStore } from './disk-store';
import { StorageStore } from './storage-store';

vi.mock('node:fs/promises', { spy: true });

const ID = '6f1c1f2e-8a31-4a6f-9a1e-0d3b3f5f7a11';
const bytes = new Uint8Array([1, 2, 3]);

describe('files on disk', () => {
  let directory: string;
  let store: DiskStore;
  const everything = () => (readdirSync(directory, { recursive: true }) as string[]).sort();

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dx-files-'));
    store = new DiskStore(join(directory, 'files'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test('what was put is opened, until it is removed', async () => {
    await store.put(ID, bytes);
    expect(await store.open(ID)).toEqual(bytes);
    await store.remove(ID);
    expect(await store.open(ID)).toBeNull();
    await store.remove(ID);
  });

  test('the path is the id, and only its owner reads it', async () => {
    await store.put(ID, bytes);
    expect(everything()).toEqual(['files', 'files/6f', `files/6f/${ID}`]);
    expect(statSync(join(directory, 'files/6f', ID)).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'files/6f')).mode & 0o777).toBe(0o700);
  });

  test.each(['../../secrets.json', '', 'a', `${ID}/../x`, `${ID}\u0000`, ID.toUpperCase(), `..${ID.slice(2)}`])(
    'the id %j leads nowhere',
    async (id) => {
      writeFileSync(join(directory, 'secrets.json'), 'kept');
      await expect(store.put(id, bytes)).rejects.toThrow(TypeError);
      await expect(store.open(id)).rejects.toThrow(TypeError);
      await expect(store.remove(id)).rejects.toThrow(TypeError);
      expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toBe('kept');
    }
  );

  test('a write that fails before its end leaves nothing, under the id or beside it', async () => {
    vi.mocked(rename).mockRejectedValueOnce(Object.assign(new Error('disk'), { code: 'EIO' }));
    await expect(store.put(ID, bytes)).rejects.toThrow('disk');
    expect(everything()).toEqual(['files', 'files/6f']);
    expect(await store.open(ID)).toBeNull();
  });

  test('a process killed while writing leaves a part that is never opened', async () => {
    await store.put(ID, bytes);
    const other = ID.replace(/1$/, '2');
    writeFileSync(join(directory, 'files/6f', `${other}.x.part`), 'half');
    expect(await store.open(other)).toBeNull();
    await store.put(other, bytes);
    expect(await store.open(other)).toEqual(bytes);
  });

  test('a sweep removes what is old and nobody’s, and parts of killed writes; what is new or known stays', async () => {
    const [orphan, known, fresh] = [1, 2, 3].map((last) => ID.replace(/1$/, String(last))) as [string, string, string];
    const yesterday = new Date(Date.now() - 90_000_000);
    const path = (name: string) => join(directory, 'files/6f', name);
    for (const id of [orphan, known, fresh]) await store.put(id, bytes);
    writeFileSync(path(`${ID}.x.part`), 'half');
    writeFileSync(path(`${ID}.y.part`), 'being written');
    writeFileSync(path('not-ours'), 'kept');
    for (const name of [orphan, known, `${ID}.x.part`, 'not-ours']) utimesSync(path(name), yesterday, yesterday);
    const asked: string[] = [];
    const orphansOf = async (ids: string[]) => {
      asked.push(...ids);
      return ids.filter((id) => id === orphan);
    };
    expect(await store.sweep(new Date(Date.now() - 86_400_000), orphansOf)).toBe(2);
    expect(asked.sort()).toEqual([orphan, known]);
    expect(readdirSync(join(directory, 'files/6f')).sort()).toEqual([known, fresh, `${ID}.y.part`, 'not-ours'].sort());
  });

  test('a sweep whose question fails removes nothing, and one before the first file finds nothing', async () => {
    const fails = async () => Promise.reject(new Error('no answer'));
    expect(await store.sweep(new Date(), fails)).toBe(0);
    await store.put(ID, bytes);
    await expect(store.sweep(new Date(Date.now() + 1000), fails)).rejects.toThrow('no answer');
    expect(await store.open(ID)).toEqual(bytes);
  });

  test('a disk that cannot be read is an error, not an absence', async () => {
    writeFileSync(join(directory, 'files'), 'a file where the folder was');
    await expect(store.open(ID)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

describe('files in Supabase Storage', () => {
  /** What the service answers, and what it was asked. */
  function service(status: number, body: BodyInit) {
    const asked: { method: string; url: string; headers: Headers }[] = [];
    const db = createClient<Database>('http://project.example', 'sb_publishable_x', {
      accessToken: async () => 'token-of-the-person',
      global: {
        fetch: async (input, init) => {
          const request = new Request(input as string, init);
          asked.push({ method: request.method, url: request.url, headers: request.headers });
          return new Response(body, { status, headers: { 'content-type': 'application/json' } });
        }
      }
    });
    return { store: new StorageStore(db), asked };
  }

  test('a file is put under its id with the token of the person, and never over another', async () => {
    const { store, asked } = service(200, '{"Key": "x", "Id": "y"}');
    await store.put(ID, bytes, 'image/png');
    const [request] = asked;
    expect([request?.method, request?.url]).toEqual([
      'POST',
      `http://project.example/storage/v1/object/evidence/${ID}`
    ]);
    expect(request?.headers.get('authorization')).toBe('Bearer token-of-the-person');
    expect(request?.headers.get('x-upsert')).toBe('false');
    expect(request?.headers.get('content-type')).toBe('image/png');
  });

  test('a file is opened and removed by its id', async () => {
    const { store, asked } = service(200, bytes);
    expect(await store.open(ID)).toEqual(bytes);
    await service(200, '[]').store.remove(ID);
    expect(asked[0]?.url).toContain(`/object/evidence/${ID}`);
  });

  test('what is not there, or not the person’s to read, is nothing', async () => {
    for (const status of [404, 400]) expect(await service(status, '{"error": "not_found"}').store.open(ID)).toBeNull();
  });

  test('a sweep asks about what is old, and removes what is nobody’s', async () => {
    const object = (last: number, created_at: string) => ({ name: ID.replace(/1$/, String(last)), created_at });
    const objects = [
      object(1, '2026-01-01'),
      object(2, '2026-01-02'),
      object(3, '2026-01-09'),
      { name: 'x', created_at: '2026-01-01' }
    ];
    const { store, asked } = service(200, JSON.stringify(objects));
    const old = objects.slice(0, 2).map(({ name }) => name);
    const questions: string[][] = [];
    const removed = await store.sweep(new Date('2026-01-05'), async (ids) => {
      questions.push(ids);
      return ids.slice(1);
    });
    expect([removed, questions]).toEqual([1, [old]]);
    expect(asked.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
      ['POST', '/storage/v1/object/list/evidence'],
      ['DELETE', '/storage/v1/object/evidence']
    ]);
    await expect(service(503, '{}').store.sweep(new Date(), async () => [])).rejects.toMatchObject({
      code: 'unavailable'
    });
  });

  test('a service that fails is unavailable', async () => {
    const failing = service(503, '{}').store;
    await expect(failing.open(ID)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(failing.put(ID, bytes, 'image/png')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(failing.remove(ID)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
