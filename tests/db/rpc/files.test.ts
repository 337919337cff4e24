import { randomUUID } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiskStore } from '../../../src/lib/server/files/disk-store.ts';
import { sweepFiles } from '../../../src/lib/server/jobs/sweep-files.ts';
import { tick } from '../../../src/lib/server/jobs/ticker.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS, openTestBackend } from '../../support/test-backend.ts';

const PHOTO = { name: 'Ảnh xưởng.jpg', content_type: 'image/jpeg', size: 1000, sha256: 'a'.repeat(64) };

describe.each(DRIVERS)('files on record on %s', (driver) => {
  let world: World;
  let firm: string;
  const add = (who: string, changes: Record<string, unknown> = {}) =>
    world.call(who, 'add_file', { file_id: randomUUID(), enterprise_id: firm, ...PHOTO, ...changes });
  /** Files that were put on record before, as the owner of the database. */
  const fill = (count: number, size: number, by: string | null, at = 'now()') =>
    world.db.sql(
      `insert into public.files (enterprise_id, name, content_type, size, sha256, created_by, created_at)
       select $1, 'x.png', 'image/png', $2, repeat('0', 64), $3::uuid, ${at} from generate_series(1, $4)`,
      [firm, size, by, count]
    );

  beforeAll(async () => {
    world = await openWorld(driver);
    firm = await world.makeFirm({ people: ['owner'] });
  });
  afterAll(() => world.close());

  test('a member and staff of the area put one on record, and read it', async () => {
    for (const who of ['owner', 'officer', 'near']) {
      const { code, data } = await add(who);
      expect(code).toBe('ok');
      const client = await world.client(who);
      const { data: row } = await client.from('files').select('*').eq('file_id', String(data)).single();
      expect(row).toMatchObject({ ...PHOTO, enterprise_id: firm, created_by: world.ids[who as 'owner'] });
    }
    expect((await add('far')).code).toBe('DT001 enterprise');
    expect((await add('otherOwner')).code).toBe('DT001 enterprise');
  });

  test('a retried request is acknowledged once', async () => {
    const file_id = randomUUID();
    expect((await add('owner', { file_id })).data).toBe(file_id);
    expect((await add('owner', { file_id })).data).toBe(file_id);
    const rows = await world.db.sql(`select from public.files where file_id = $1`, [file_id]);
    expect(rows).toHaveLength(1);
  });

  test('an id that is taken is not taken over', async () => {
    const file_id = randomUUID();
    await add('officer', { file_id });
    expect((await add('owner', { file_id })).code).toBe('23505');
    expect((await add('officer', { file_id, sha256: 'b'.repeat(64) })).code).toBe('23505');
  });

  test.each([
    [{ content_type: 'text/html' }, '23514'],
    [{ content_type: 'image/svg+xml' }, '23514'],
    [{ size: 0 }, '23514'],
    [{ size: -1 }, '23514'],
    [{ size: 5 * 1024 * 1024 + 1 }, '23514'],
    [{ size: 2 ** 40 }, '22003'],
    [{ name: '' }, '23514'],
    [{ name: 'x'.repeat(201) }, '23514'],
    [{ name: null }, '23502'],
    [{ sha256: '../../etc/passwd' }, '23514'],
    [{ file_id: '../x' }, '22P02'],
    [{ file_id: null }, '23502']
  ])('%j is refused', async (wrong, code) => {
    expect((await add('owner', wrong)).code).toBe(code);
  });

  test('the policies of a hosted store learn of a row that the person may not read', async () => {
    const file_id = String((await add('owner')).data);
    const ask = async (name: string) =>
      (await world.db.sql(`select private.file_on_record($1) as kept, private.reads_file($1) as mine`, [name]))[0];
    // The owner of the database is nobody's member.
    expect(await ask(file_id)).toEqual({ kept: true, mine: false });
    for (const name of [randomUUID(), '../x', '']) expect(await ask(name)).toEqual({ kept: false, mine: false });
  });

  test('a firm has room for 500 MB and 500 files', async () => {
    firm = await world.makeFirm({ people: ['owner'] });
    await fill(100, 5 * 1024 * 1024, null);
    expect((await add('owner', { size: 1 })).code).toBe('DT015 files');
    firm = await world.makeFirm({ people: ['owner'] });
    await fill(499, 1, null);
    expect([(await add('owner')).code, (await add('owner')).code]).toEqual(['ok', 'DT015 files']);
  });

  test('a person adds 200 a day', async () => {
    const busy = await world.idOf('busy');
    firm = await world.makeFirm({ people: ['busy'] });
    await fill(300, 1, busy, `now() - interval '25 hours'`);
    await fill(199, 1, busy);
    firm = await world.makeFirm({ people: ['busy'] });
    expect([(await add('busy')).code, (await add('busy')).code]).toEqual(['ok', 'DT008 files']);
  });

  test('the last place goes to one of five at once', async () => {
    firm = await world.makeFirm({ people: ['owner', 'member'] });
    await fill(499, 1, null);
    const replies = await Promise.all(['owner', 'member', 'officer', 'manager', 'near'].map((who) => add(who)));
    expect(replies.filter(({ code }) => code === 'ok')).toHaveLength(1);
  });

  test('the clock removes bytes of more than a day without a row, and no others', async () => {
    const store = new DiskStore(world.db.backend.fileDirectory!);
    const [orphan, fresh, known] = [randomUUID(), randomUUID(), randomUUID()];
    await world.db.sql(
      `insert into public.files (file_id, enterprise_id, name, content_type, size, sha256, created_by)
       values ($1, $2, 'a.jpg', 'image/jpeg', 1, $3, $4)`,
      [known, world.firm, 'a'.repeat(64), world.ids.owner]
    );
    for (const id of [orphan, fresh, known]) await store.put(id, new Uint8Array([1]));
    const yesterday = new Date(Date.now() - 90_000_000);
    for (const id of [orphan, known])
      utimesSync(join(world.db.backend.fileDirectory!, id.slice(0, 2), id), yesterday, yesterday);
    await expect(sweepFiles(await world.client('officer'), store)).rejects.toMatchObject({ code: '42501' });
    const failed: string[] = [];
    await tick(world.db.service, {
      mailer: null,
      siteUrl: 'https://dx.example',
      files: store,
      failed: (job, code) => failed.push(`${job} ${code}`)
    });
    expect(failed).toEqual([]);
    expect([await store.open(orphan), await store.open(fresh), await store.open(known)]).toEqual([
      null,
      new Uint8Array([1]),
      new Uint8Array([1])
    ]);
    for (const id of [fresh, known]) await store.remove(id);
    const many = Array.from({ length: 1001 }, () => orphan);
    expect((await world.call('service', 'files_off_record', { file_ids: many })).code).toBe('DT015 file_ids');
  });

  test('a database without any file takes none for an orphan: the store may belong to another', async () => {
    const empty = await openTestBackend({ driver });
    try {
      expect((await empty.service.rpc('files_off_record', { file_ids: [randomUUID()] })).data).toEqual([]);
    } finally {
      await empty.close();
    }
  });
});
