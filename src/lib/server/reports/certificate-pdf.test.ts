import { expect, test } from 'vitest';
import { createI18n } from '$lib/i18n/instance';
import { makeCertificatePdf } from './certificate-pdf';

const attendance = {
  display_name: 'Nguyễn Thị Mẫu',
  enterprise: 'Cơ sở dừa mẫu (dữ liệu mẫu)',
  title: 'Bán hàng trên mạng',
  starts_at: '2026-12-05T01:00:00Z',
  ends_at: '2026-12-05T04:00:00Z',
  place: null,
  is_sample: true
};

test.each(['vi', 'en'] as const)(
  'the certificate in %s is one page with embedded faces and its language',
  async (locale) => {
    const i18n = await createI18n(locale, ['common', 'courses']);
    const raw = (await makeCertificatePdf(attendance, i18n, new Date('2026-12-06T00:00:00Z'))).toString('latin1');
    expect(raw.startsWith('%PDF-')).toBe(true);
    expect(raw.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2);
    expect(raw).toContain(`/Lang (${locale})`);
    expect(raw.match(/\/Type \/Page\b/g)?.length).toBe(1);
  }
);

test('names that break no PDF: quotes, brackets, a very long one', async () => {
  const i18n = await createI18n('vi', ['common', 'courses']);
  const made = await makeCertificatePdf(
    { ...attendance, display_name: `(\\) "<b>" ${'Ạ'.repeat(90)}` },
    i18n,
    new Date()
  );
  expect(made.length).toBeGreaterThan(1000);
});
