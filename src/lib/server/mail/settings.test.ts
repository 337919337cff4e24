import { describe, expect, test } from 'vitest';
import { readMailSettings } from './settings';

const read = (SMTP_URL: string, MAIL_FROM: string | undefined = 'no-reply@example.vn') =>
  readMailSettings({ SMTP_URL, MAIL_FROM });

describe('the settings of mail', () => {
  test('without SMTP_URL there are none', () => {
    expect(readMailSettings({ MAIL_FROM: 'broken' })).toBeNull();
    expect(readMailSettings({ SMTP_URL: '' })).toBeNull();
  });

  test('smtps speaks TLS from the start, smtp asks for it', () => {
    expect(read('smtps://an%40example.vn:p%3Aw@mail.example.vn')).toEqual({
      host: 'mail.example.vn',
      port: 465,
      tls: 'implicit',
      credentials: { user: 'an@example.vn', pass: 'p:w' },
      from: { name: '', address: 'no-reply@example.vn' }
    });
    expect(read('smtp://mail.example.vn')).toMatchObject({ port: 587, tls: 'required', credentials: null });
  });

  test('only a server on this machine, or one without a password, is spoken to in the clear', () => {
    expect(read('smtp://a:b@127.0.0.1:2525')).toMatchObject({ port: 2525, tls: 'none' });
    expect(read('smtp://relay.example.vn:25?tls=none')).toMatchObject({ port: 25, tls: 'none' });
    expect(() => read('smtp://a:secret@relay.example.vn?tls=none')).toThrow('SMTP_URL');
  });

  test('the sender may have a name', () => {
    expect(read('smtp://h.vn', 'Sở Công Thương <no-reply@example.vn>')?.from).toEqual({
      name: 'Sở Công Thương',
      address: 'no-reply@example.vn'
    });
  });

  test.each([
    ['http://mail.example.vn', undefined, 'SMTP_URL'],
    ['mail.example.vn', undefined, 'SMTP_URL'],
    ['smtp://u:%E0%A4@h.vn', undefined, 'SMTP_URL'],
    ['smtp://u:secret@h.vn?pool=1', undefined, 'SMTP_URL'],
    ['smtp://u:secret@h.vn', 'nobody', 'MAIL_FROM'],
    ['smtp://u:secret@h.vn', '', 'MAIL_FROM'],
    ['smtp://u:secret@h.vn', 'A <a@b.vn>\r\nBcc: c@d.vn', 'MAIL_FROM'],
    ['smtp://u:secret@h.vn', 'a@b.vn, c@d.vn', 'MAIL_FROM']
  ])('%s with %s is refused by the name of the variable, without a secret', (url, from, variable) => {
    const attempt = () => readMailSettings({ SMTP_URL: url, MAIL_FROM: from ?? 'a@b.vn' });
    expect(attempt).toThrow(variable);
    expect(attempt).not.toThrow('secret');
  });
});
