import { describe, expect, test } from 'vitest';
import words from '$lib/i18n/locales/vi/notifications.json';
import { htmlToText } from '../jobs/mail-spool';
import { renderNotice } from './notice';

const notice = {
  kind: 'assignment_offered',
  parameters: { code: 'GOI-1', name_vi: 'Gói Khởi động', name_en: 'Starter <b>' },
  link: '/my/support/assignments/0193e3a0-0000-7000-8000-000000000001'
};

describe('the mail of a notice', () => {
  test('is in the language of its reader, says what it is about and leads to the page', async () => {
    const vi = await renderNotice(notice, 'vi', 'https://dx.example');
    expect(vi.subject).toBe('Có gói hỗ trợ dành cho cơ sở của anh/chị (GOI-1)');
    const text = htmlToText(vi.html);
    expect(text).toContain('GOI-1 – Gói Khởi động');
    expect(text).toContain(`https://dx.example${notice.link}`);
    expect((await renderNotice(notice, 'en', '')).subject).toBe('A support package for your firm (GOI-1)');
  });

  test('of a language that there is not is Vietnamese', async () => {
    expect((await renderNotice(notice, 'fr', '')).subject).toBe((await renderNotice(notice, 'vi', '')).subject);
  });

  test('has no markup but its own', async () => {
    expect((await renderNotice(notice, 'en', '')).html).toContain('Starter &lt;b&gt;');
  });

  test.each(Object.keys(words.kind))('%s leaves no place in its words empty', async (kind) => {
    for (const locale of ['vi', 'en']) {
      const { subject, html } = await renderNotice({ ...notice, kind }, locale, '');
      expect(subject + html).not.toMatch(/\{\{|kind\.|undefined/);
    }
  });
});
