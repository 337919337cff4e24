import { describe, expect, test } from 'vitest';
import words from '$lib/i18n/locales/vi/notifications.json';
import { renderNotice } from './notice';

const notice = {
  kind: 'assignment_offered',
  parameters: { code: 'GOI-1', name_vi: 'Gói Khởi động', name_en: 'Starter <b>' },
  link: '/my/support/assignments/0193e3a0-0000-7000-8000-000000000001'
};

const context = { language: 'vi', siteUrl: 'https://dx.example', unsubscribe: null };
const inEnglish = { ...context, language: 'en' };

describe('the mail of a notice', () => {
  test('is in the language of its reader, says what it is about and leads to the page', async () => {
    const { subject, text } = await renderNotice(notice, context);
    expect(subject).toBe('Có gói hỗ trợ dành cho cơ sở của anh/chị (GOI-1)');
    expect(text).toContain('GOI-1 – Gói Khởi động');
    expect(text).toContain(`https://dx.example${notice.link}`);
    expect((await renderNotice(notice, inEnglish)).subject).toBe('A support package for your firm (GOI-1)');
  });

  test('of a language that there is not is Vietnamese', async () => {
    expect((await renderNotice(notice, { ...context, language: 'fr' })).subject).toBe(
      (await renderNotice(notice, context)).subject
    );
  });

  test('has no markup but its own', async () => {
    expect((await renderNotice(notice, inEnglish)).html).toContain('Starter &lt;b&gt;');
  });

  test('says how to end mails of its sort, where that is possible', async () => {
    const unsubscribe = 'https://dx.example/unsubscribe/abc';
    expect((await renderNotice(notice, { ...context, unsubscribe })).text).toContain(
      `ngừng nhận loại thư này: ${unsubscribe}`
    );
    expect((await renderNotice(notice, context)).text).not.toContain('unsubscribe');
  });

  // What the steps say of packages, solutions, providers and classes.
  const all = {
    ...notice.parameters,
    ...{ solution: 'Sổ bán hàng', provider: 'Nhà cung cấp A', day: '01/12/2026', reason: 'Hội trường phải sửa chữa' }
  };
  test.each(Object.keys(words.kind))('%s leaves no place in its words empty', async (kind) => {
    for (const language of ['vi', 'en']) {
      const { subject, html } = await renderNotice({ ...notice, parameters: all, kind }, { ...context, language });
      expect(subject + html).not.toMatch(/\{\{|kind\.|undefined/);
    }
  });
});

describe('the digest', () => {
  const digest = (count: number) => ({
    kind: 'digest',
    parameters: { count, items: [notice, { ...notice, kind: 'assignment_started', link: '/my/x' }] },
    link: '/my/notifications'
  });

  test('tells each of its notices with its link, in the language of the reader', async () => {
    const { subject, text } = await renderNotice(digest(2), context);
    expect(subject).toBe('2 thông báo mới dành cho anh/chị');
    for (const words of [
      'Có gói hỗ trợ dành cho cơ sở',
      'Gói hỗ trợ GOI-1 đã bắt đầu',
      `dx.example${notice.link}`,
      '/my/x'
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Còn');
    expect((await renderNotice(digest(2), inEnglish)).html).toContain('Starter &lt;b&gt;');
  });

  test('says how many it does not carry', async () => {
    expect((await renderNotice(digest(9), inEnglish)).text).toContain('7 more are waiting');
  });
});
