import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverSpool, htmlToText, readSpool, writeSpool } from '../../src/lib/server/jobs/mail-spool.ts';

describe('the mail spool', () => {
  let directory: string;
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'dx-spool-')), 'mail');
  });
  afterEach(() => {
    rmSync(join(directory, '..'), { recursive: true });
  });

  const mail = (to: string) => ({ to, subject: 'Mã / Code', html: '<p>Mã:</p><p>123456</p>' });
  const day = 24 * 3600_000;

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
    const send = async ({ to }: { to: string }) => void sent.push(to);
    const deliveries = await Promise.all([deliverSpool(directory, send), deliverSpool(directory, send)]);
    expect(sent.sort()).toEqual(['0', '1', '2', '3', '4'].map((index) => `${index}@example.test`));
    expect(deliveries.map(({ sent: count }) => count).reduce((sum, count) => sum + count)).toBe(5);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('keeps what could not be sent, for a day', async () => {
    writeSpool(directory, mail('an@example.test'));
    const broken = () => Promise.reject(new Error('no connection'));
    expect(await deliverSpool(directory, broken)).toEqual({ sent: 0, failed: 1, expired: 0 });
    expect(await deliverSpool(directory, null)).toEqual({ sent: 0, failed: 0, expired: 0 });
    expect(readSpool(directory)).toHaveLength(1);
    expect(await deliverSpool(directory, broken, Date.now() + 2 * day)).toEqual({ sent: 0, failed: 0, expired: 1 });
  });

  it('takes back what a killed process had claimed', async () => {
    writeSpool(directory, mail('an@example.test'));
    const never = new Promise<void>(() => undefined);
    void deliverSpool(directory, () => never);
    expect(readSpool(directory)).toEqual([]);
    expect((await deliverSpool(directory, async () => undefined)).sent).toBe(0);
    expect((await deliverSpool(directory, async () => undefined, Date.now() + 15 * 60_000)).sent).toBe(1);
  });

  it('writes HTML out as text with its links', () => {
    const html =
      '<head><title>x</title></head><h1>Chào</h1>\n<p>A &amp; B</p><p><a\n href="https://a.test/?a=1&amp;b=2">Mở</a\n></p>';
    expect(htmlToText(html)).toBe('Chào\n\nA & B\nMở: https://a.test/?a=1&b=2');
  });
});
