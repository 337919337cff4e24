import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unreachable, type Mail } from '../../src/lib/server/mail/mailer.ts';
import { readMailSettings } from '../../src/lib/server/mail/settings.ts';
import { smtpMailer } from '../../src/lib/server/mail/smtp.ts';
import { answer, openMailServer, type MailServer } from '../support/mail-server.ts';

const mail: Mail = {
  id: '0193e3a0-0000-7000-8000-000000000001',
  to: 'an@people.example',
  subject: 'Gói hỗ trợ đã được phê duyệt',
  text: 'Kính gửi anh/chị,',
  html: '<p>Kính gửi anh/chị,</p>',
  unsubscribe: 'https://dx.example/unsubscribe/0123456789abcdefghijklmnopqrstuv'
};
const begin = async () => undefined;
const mailerFor = (url: string) =>
  smtpMailer(readMailSettings({ SMTP_URL: url, MAIL_FROM: 'Sở Công Thương <no-reply@dx.example>' })!);

describe('a mail server', () => {
  let server: MailServer;
  const mailer = () => mailerFor(`smtp://127.0.0.1:${server.port}`);
  beforeEach(async () => {
    server = await openMailServer();
  });
  afterEach(() => server.stop());

  it('gets text and HTML, a Message-ID of the row, and a way out of one click', async () => {
    const delivery = await mailer().open();
    expect(await delivery.deliver(mail, begin)).toEqual({ state: 'sent' });
    expect(await delivery.deliver({ ...mail, id: 'other', unsubscribe: null }, begin)).toEqual({ state: 'sent' });
    delivery.close();
    const [first, second] = server.accepted;
    expect(first).toMatchObject({ id: mail.id, from: 'no-reply@dx.example', to: 'an@people.example' });
    for (const part of [
      `Message-ID: <${mail.id}@dx.example>\r\n`,
      `List-Unsubscribe: <${mail.unsubscribe}>\r\n`,
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n',
      'Auto-Submitted: auto-generated\r\n',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8'
    ])
      expect(first?.source).toContain(part);
    expect(second?.source).not.toContain('List-Unsubscribe');
  });

  it('asks for the content before anything is begun, and refusals leave the connection usable', async () => {
    const delivery = await mailer().open();
    let begun = 0;
    const counting = async () => void begun++;
    server.onRecipient = (address) =>
      address.startsWith('no-')
        ? answer(550, '5.1.1 Nobody here')
        : address.startsWith('busy-')
          ? answer(451, 'Later')
          : null;
    expect(await delivery.deliver({ ...mail, to: 'no-one@people.example' }, counting)).toEqual({
      state: 'refused',
      code: '550_5_1_1'
    });
    expect(await delivery.deliver({ ...mail, to: 'busy-one@people.example' }, counting)).toMatchObject({
      state: 'later'
    });
    expect([begun, delivery.usable]).toEqual([0, true]);
    server.onContent = () => answer(552, 'Too much');
    expect(await delivery.deliver(mail, counting)).toMatchObject({ state: 'refused', code: '552' });
    server.onContent = () => null;
    expect(await delivery.deliver(mail, counting)).toEqual({ state: 'sent' });
    expect(begun).toBe(2);
    delivery.close();
  });

  it('gets nothing when the beginning cannot be put on record', async () => {
    const delivery = await mailer().open();
    await expect(delivery.deliver(mail, () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
    expect(delivery.usable).toBe(false);
    const again = await mailer().open();
    expect(await again.deliver(mail, begin)).toEqual({ state: 'sent' });
    again.close();
    expect(server.accepted).toHaveLength(1);
  });

  it('an address cannot smuggle in a command or a second reader', async () => {
    const delivery = await mailer().open();
    for (const to of [
      'an@people.example\r\nRCPT TO:<other@people.example>',
      'an@people.example, other@people.example',
      ''
    ]) {
      if (!delivery.usable) break;
      await delivery.deliver({ ...mail, to }, begin);
    }
    delivery.close();
    expect(server.accepted.map(({ to }) => to)).not.toContain('other@people.example');
  });
});

describe('a mail server that cannot be used', () => {
  it('says by a code why: not there, no sign-in, no TLS, a certificate nobody knows', async () => {
    const gone = await openMailServer();
    await gone.stop();
    const strict = await openMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_, __, done) => done(answer(535, '5.7.8 Wrong password of an@people.example'))
    });
    const plain = await openMailServer();
    const selfMade = await openMailServer({ secure: true, disabledCommands: [] });
    const codeOf = (url: string) =>
      mailerFor(url)
        .open()
        .then(
          () => 'open',
          (error: unknown) => (error instanceof Unreachable ? error.code : String(error))
        );
    try {
      expect(await codeOf(`smtp://127.0.0.1:${gone.port}`)).toBe('ECONNREFUSED');
      expect(await codeOf(`smtp://an:wrong@127.0.0.1:${strict.port}`)).toBe('535_5_7_8');
      expect(await codeOf(`smtps://127.0.0.1:${plain.port}`)).toMatch(/^(ERR_SSL_\w+|ESOCKET|ETLS)$/);
      expect(await codeOf(`smtps://127.0.0.1:${selfMade.port}`)).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|CERT/);
      // A name that is not this machine's own asks for TLS: nothing is said without.
      const open = { host: '127.0.0.1', port: plain.port, tls: 'required' as const, credentials: null };
      const required = smtpMailer({ ...open, from: { name: '', address: 'a@dx.example' } }).open();
      await expect(required).rejects.toMatchObject({ name: 'Unreachable' });
      expect(plain.accepted).toEqual([]);
    } finally {
      await Promise.all([strict, plain, selfMade].map((server) => server.stop()));
    }
  });

  describe('breaking off', () => {
    let server: Server;
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    /** A server that ends the connection in answer to a line, or at the end of the content. */
    async function breakingAt(line: RegExp): Promise<number> {
      server = createServer((socket) => {
        let inContent = false;
        socket.on('error', () => undefined);
        socket.write('220 hello\r\n');
        socket.on('data', (chunk) => {
          for (const text of chunk.toString().split('\r\n').filter(Boolean)) {
            if (line.test(text)) return socket.destroy();
            if (inContent) continue;
            inContent = text === 'DATA';
            socket.write(inContent ? '354 go on\r\n' : '250 ok\r\n');
          }
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return (server.address() as AddressInfo).port;
    }

    it.each([
      ['before the content', /^RCPT/, { state: 'later', code: 'ECONNECTION' }],
      ['instead of asking for the content', /^DATA/, { state: 'later', code: 'ECONNECTION' }],
      ['instead of answering the content', /^\.$/, { state: 'uncertain', code: 'ECONNECTION' }]
    ])('%s', async (_, line, outcome) => {
      const delivery = await mailerFor(`smtp://127.0.0.1:${await breakingAt(line)}`).open();
      expect(await delivery.deliver(mail, begin)).toEqual(outcome);
      expect(delivery.usable).toBe(false);
      delivery.close();
    });
  });
});
