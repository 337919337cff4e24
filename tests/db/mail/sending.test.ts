import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tick } from '../../../src/lib/server/jobs/ticker.ts';
import { readMailSettings } from '../../../src/lib/server/mail/settings.ts';
import { smtpMailer } from '../../../src/lib/server/mail/smtp.ts';
import { answer, openMailServer, type MailServer } from '../../support/mail-server.ts';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';

const WORKER = 'tests/backend/fixtures/mail-worker.ts';
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(DRIVERS)('sending by a mail server on %s', (driver) => {
  let world: World;
  let server: MailServer;
  let failures: string[];

  const variables = () => ({
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    MAIL_FROM: 'So Cong Thuong <no-reply@dx.example>'
  });
  const round = () =>
    tick(world.db.service, {
      siteUrl: 'https://dx.example',
      mailer: smtpMailer(readMailSettings(variables())!),
      failed: (job, code) => failures.push(`${job} ${code}`)
    });
  const tell = (count: number) =>
    world.db.sql(
      `select private.notify(array[$1::uuid], 'assignment_started', jsonb_build_object('code', 'A' || n), '/my/x') from generate_series(1, $2::int) as n`,
      [world.ids.owner, count]
    );
  const rows = () =>
    world.db.sql<{ outbox_id: string; state: string; attempts: number; last_error: string | null }>(
      `select outbox_id, state, attempts, last_error from public.outbox order by outbox_id`
    );
  const ids = () => server.accepted.map(({ id }) => id).sort();

  beforeAll(async () => {
    world = await openWorld(driver);
  });
  beforeEach(async () => {
    await world.db.sql(`delete from public.outbox`);
    server = await openMailServer();
    failures = [];
  });
  afterEach(() => server.stop());
  afterAll(() => world.close());

  test('while the server is down nothing is lost and no mail loses an attempt; afterwards each arrives once', async () => {
    await tell(8);
    await server.stop();
    for (let time = 0; time < 10; time++) await round();
    expect(failures).toEqual(Array(10).fill('outbox ECONNREFUSED'));
    expect((await rows()).map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(8).fill('queued 0'));
    const overview = async () => (await world.call('administrator', 'mail_overview')).data;
    expect(await overview()).toMatchObject({ counts: { queued: 8 }, server: { error: 'ECONNREFUSED' } });
    await server.start();
    await round();
    await round();
    expect(ids()).toEqual((await rows()).map(({ outbox_id }) => outbox_id));
    expect(await overview()).toMatchObject({ counts: { sent: 8 }, server: { error: null } });
  });

  test('several instances at once send each mail once', async () => {
    await tell(30);
    await Promise.all([round(), round(), round(), round()]);
    expect(ids()).toEqual((await rows()).map(({ outbox_id }) => outbox_id));
    expect(failures).toEqual([]);
  });

  test('a refusal for good ends one mail, for now puts it off; the others go their way', async () => {
    await tell(3);
    const [gone, busy, fine] = (await rows()).map(({ outbox_id }) => outbox_id);
    server.onContent = ({ id }) =>
      id === gone ? answer(554, '5.7.1 Not wanted by owner@people.example') : id === busy ? answer(451, 'Later') : null;
    await round();
    expect(await rows()).toEqual([
      { outbox_id: gone, state: 'dead', attempts: 1, last_error: '554_5_7_1' },
      { outbox_id: busy, state: 'queued', attempts: 1, last_error: '451' },
      { outbox_id: fine, state: 'sent', attempts: 1, last_error: null }
    ]);
    server.onContent = () => null;
    await round();
    expect(ids()).toEqual([fine]);
    await world.db.sql(`update public.outbox set next_attempt_at = now()`);
    await round();
    expect(ids()).toEqual([busy, fine].sort());
  });

  test('a sender that may not send costs no mail an attempt, and is told', async () => {
    await tell(3);
    await server.stop();
    server = await openMailServer({ onMailFrom: (_, __, done) => done(answer(550, '5.7.1 Not you')) });
    await round();
    expect(failures).toEqual(['outbox 550_5_7_1']);
    expect((await rows()).map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(3).fill('queued 0'));
  });

  describe('by a process that is killed', () => {
    let api: Server;
    let worker: ChildProcess | undefined;
    let built: string;

    beforeAll(async () => {
      // Inside the project, where it finds its packages.
      built = mkdtempSync(resolve('node_modules/.mail-worker-'));
      await build({
        configFile: false,
        logLevel: 'error',
        resolve: { alias: { $lib: resolve('src/lib') } },
        build: { ssr: WORKER, outDir: built, target: 'node22' }
      });
      // The database outlives the worker, as on any backend but the embedded one.
      api = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const { method = 'GET', url = '/', headers } = request;
          const init = { method, headers: headers as Record<string, string>, body: Buffer.concat(chunks).toString() };
          void world.db.backend.fetch(new URL(url, 'http://embedded.invalid').href, init).then(async (given) => {
            response.writeHead(given.status, { 'content-type': 'application/json' });
            response.end(await given.text());
          });
        });
      });
      await new Promise<void>((done) => api.listen(0, '127.0.0.1', done));
    });
    afterEach(() => worker?.kill('SIGKILL'));
    afterAll(async () => {
      rmSync(built, { recursive: true });
      await new Promise((done) => api.close(done));
    });

    function startWorker(): ChildProcess {
      const { port } = api.address() as AddressInfo;
      worker = spawn(process.execPath, [join(built, 'mail-worker.js')], {
        env: {
          ...process.env,
          ...variables(),
          API_URL: `http://127.0.0.1:${port}`,
          API_KEY: world.db.config.secrets.secretKey
        },
        stdio: ['ignore', 'inherit', 'inherit']
      });
      return worker;
    }

    test('each mail arrives once, or is shown as uncertain and arrived at most once; none is lost', async () => {
      const [MAILS, KILLS] = [60, 8];
      // Every phase of a mail lasts a while, so that kills meet all of them.
      const slowly = async () => {
        await pause(Math.random() * 12);
        return null;
      };
      server.onRecipient = slowly;
      server.onContent = slowly;
      await tell(MAILS);
      const left = async () => (await rows()).some(({ state }) => state === 'queued' || state === 'sending');
      /** What a dead worker held is free when its lease runs out. */
      const leasesRunOut = async () => {
        await world.db.sql(`update public.outbox set next_attempt_at = now() where state in ('queued', 'sending')`);
        await world.call('service', 'prepare_outbox');
      };
      let kills = 0;
      for (; kills < KILLS && (await left()); kills++) {
        const child = startWorker();
        const before = server.accepted.length;
        await expect.poll(() => server.accepted.length > before, { timeout: 60_000 }).toBe(true);
        await pause(Math.random() * 200);
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGKILL');
        await ended;
        await leasesRunOut();
      }
      expect(kills).toBeGreaterThan(2);
      if (await left()) startWorker();
      await expect.poll(left, { timeout: 120_000, interval: 200 }).toBe(false);
      // The server may still be at the last one.
      await pause(50);

      const count = new Map<string, number>();
      for (const id of ids()) count.set(id, (count.get(id) ?? 0) + 1);
      const found = await rows();
      const arrived = (state: string) =>
        found.filter((row) => row.state === state).map(({ outbox_id }) => count.get(outbox_id) ?? 0);
      const [sent, uncertain] = [arrived('sent'), arrived('uncertain')];
      expect(sent.length + uncertain.length).toBe(MAILS);
      expect(sent.filter((times) => times !== 1)).toEqual([]);
      expect(uncertain.filter((times) => times > 1)).toEqual([]);
      // At most the one in hand at each kill.
      expect(uncertain.length).toBeLessThanOrEqual(kills);
      const { data } = await world.call('administrator', 'list_mails', { state: 'uncertain', size: 100 });
      expect(data).toHaveLength(uncertain.length);
    }, 300_000);
  });
});
