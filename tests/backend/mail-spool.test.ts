import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/lib/domain/mail/outcome.ts';
import { startAuthMail } from '../../src/lib/server/jobs/auth-mail.ts';
import { deliverSpool } from '../../src/lib/server/jobs/deliver-spool.ts';
import { readSpool, writeSpool } from '../../src/lib/server/jobs/mail-spool.ts';
import { htmlToText } from '../../src/lib/server/mail/html-to-text.ts';
import { Unreachable, type Mail, type Mailer } from '../../src/lib/server/mail/mailer.ts';

const NOTHING = { sent: 0, failed: 0, dropped: 0, uncertain: 0 };
const day = 24 * 3600_000;
const never = new Promise<never>(() => undefined);
const still = { usable: true, close: () => undefined };
/** A mail server that takes every mail and then answers so. */
const answering = (answer: (mail: Mail) => Promise<Outcome>): Mailer => ({
  open: async () => ({ ...still, deliver: (mail, begin) => begin().then(() => answer(mail)) })
});
const unreachable: Mailer = { open: () => Promise.reject(new Unreachable('ECONNREFUSED')) };

describe('the mail spool', () => {
  let directory: string;
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'dx-spool-')), 'mail');
  });
  afterEach(() => {
    rmSync(join(directory, '..'), { recursive: true });
  });

  const mail = (to: string) => ({ to, subject: 'Mã / Code', html: '<p>Mã:</p><p>123456</p>' });

  it('keeps one file per mail, readable by its owner only', () => {
    writeSpool(directory, mail('an@example.test'));
    const [file] = readdirSync(directory);
    expect(readdirSync(directory)).toHaveLength(1);
    expect(statSync(join(directory, file ?? '')).mode & 0o777).toBe(0o600);
    expect(readSpool(directory, 'An@Example.test')).toMatchObject([
      { subject: 'Mã / Code', code: '123456', link: null }
    ]);
    expect(readSpool(join(directory, 'nowhere'))).toEqual([]);
  });

  it('sends each mail once, though called twice at the same time', async () => {
    for (let index = 0; index < 5; index++) writeSpool(directory, mail(`${index}@example.test`));
    const sent: string[] = [];
    const server = answering(async ({ to }) => (sent.push(to), { state: 'sent' }));
    const rounds = await Promise.all([deliverSpool(directory, server), deliverSpool(directory, server)]);
    expect(sent.sort()).toEqual(['0', '1', '2', '3', '4'].map((index) => `${index}@example.test`));
    expect(rounds.map((round) => round.sent).reduce((sum, count) => sum + count)).toBe(5);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('keeps what could not be sent as long as it holds', async () => {
    writeSpool(directory, mail('an@example.test'));
    const busy = answering(async () => ({ state: 'later', code: '450' }));
    expect(await deliverSpool(directory, busy)).toEqual({ ...NOTHING, failed: 1 });
    await expect(deliverSpool(directory, unreachable)).rejects.toThrow('ECONNREFUSED');
    expect(readSpool(directory)).toHaveLength(1);
    expect(await deliverSpool(directory, busy, Date.now() + 2 * day)).toEqual({ ...NOTHING, dropped: 1 });
  });

  it('keeps a mail that was refused because of the sender', async () => {
    writeSpool(directory, mail('an@example.test'));
    const wary = answering(async () => ({ state: 'blocked', code: '530' }));
    await expect(deliverSpool(directory, wary)).rejects.toThrow('530');
    expect(readSpool(directory)).toHaveLength(1);
    expect(
      await deliverSpool(
        directory,
        answering(async () => ({ state: 'refused', code: '550' }))
      )
    ).toMatchObject({
      dropped: 1
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('takes back what a killed process had claimed, and sends nothing again that may have arrived', async () => {
    writeSpool(directory, mail('claimed@example.test'));
    void deliverSpool(directory, { open: async () => ({ ...still, deliver: () => never }) });
    await expect.poll(() => readdirSync(directory)).toEqual([expect.stringMatching(/\.taken$/)]);
    writeSpool(directory, mail('begun@example.test'));
    void deliverSpool(
      directory,
      answering(() => never)
    );
    await expect.poll(() => readdirSync(directory).filter((file) => file.endsWith('.sending'))).toHaveLength(1);

    const sent: string[] = [];
    const server = answering(async ({ to }) => (sent.push(to), { state: 'sent' }));
    expect(await deliverSpool(directory, server)).toEqual(NOTHING);
    expect(await deliverSpool(directory, server, Date.now() + 15 * 60_000)).toEqual({
      ...NOTHING,
      sent: 1,
      uncertain: 1
    });
    expect(await deliverSpool(directory, server, Date.now() + 20 * 60_000)).toEqual(NOTHING);
    expect(sent).toEqual(['claimed@example.test']);
  });

  it('of the auth service is sent at once, also what comes while another mail is being sent', async () => {
    let kept: () => void = () => undefined;
    const sent: string[] = [];
    const failed: string[] = [];
    const server = answering(async ({ to }) => {
      sent.push(to);
      if (to === 'an@example.test') {
        writeSpool(directory, mail('binh@example.test'));
        kept();
      }
      return { state: 'sent' };
    });
    const backend = { mailDirectory: directory, onMail: (listener: () => void) => void (kept = listener) };
    const hour = 3600_000;
    const work = startAuthMail(backend, server, (job, code) => failed.push(`${job} ${code}`), hour);
    writeSpool(directory, mail('an@example.test'));
    kept();
    await expect.poll(() => sent).toEqual(['an@example.test', 'binh@example.test']);
    await work.stop();
    expect(failed).toEqual([]);

    writeSpool(directory, mail('an@example.test'));
    const broken = startAuthMail(backend, unreachable, (job, code) => failed.push(`${job} ${code}`), hour);
    await broken.stop();
    expect(failed).toEqual(['auth_mail ECONNREFUSED']);
    expect(readSpool(directory)).toHaveLength(1);
  });

  it('writes HTML out as text with its links', () => {
    const html =
      '<head><title>x</title></head><h1>Chào</h1>\n<p>A &amp; B</p><p><a\n href="https://a.test/?a=1&amp;b=2">Mở</a\n></p>';
    expect(htmlToText(html)).toBe('Chào\n\nA & B\nMở: https://a.test/?a=1&b=2');
  });
});
