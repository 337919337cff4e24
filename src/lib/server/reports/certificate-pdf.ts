import type { I18n } from '$lib/i18n/instance';
import { INK, makePdf } from './pdf';

/** What a certificate of attendance says. `starts_at` and `ends_at` are moments. */
export interface Attendance {
  display_name: string;
  enterprise: string;
  title: string;
  starts_at: string;
  ends_at: string;
  place: string | null;
  is_sample: boolean;
}

/** A certificate of attendance as an A4 document, in the language of `i18n` (areas common and courses). */
export function makeCertificatePdf(attendance: Attendance, i18n: I18n, now: Date): Promise<Buffer> {
  const { t, date, dateTime } = i18n;
  const { display_name, enterprise, title, starts_at, ends_at, place, is_sample } = attendance;
  const centred = { alignment: 'center' as const };
  return makePdf({
    title: `${t('courses:certificate.title')} – ${display_name}`,
    language: i18n.locale,
    content: [
      { text: t('common:app.place'), style: 'muted', ...centred, margin: [0, 60, 0, 0] },
      { text: t('common:app.name'), style: 'muted', ...centred },
      {
        text: t('courses:certificate.title'),
        fontSize: 26,
        bold: true,
        color: INK.accent,
        ...centred,
        margin: [0, 40, 0, 24]
      },
      { text: t('courses:certificate.given_to'), ...centred },
      { text: display_name, fontSize: 22, bold: true, ...centred, margin: [0, 8, 0, 4] },
      { text: enterprise, fontSize: 13, ...centred, margin: [0, 0, 0, 20] },
      { text: t('courses:certificate.attended'), ...centred },
      { text: title, fontSize: 16, bold: true, ...centred, margin: [0, 8, 0, 8] },
      { text: t('courses:certificate.time', { from: dateTime(starts_at), to: dateTime(ends_at) }), ...centred },
      { text: place ?? t('courses:online'), ...centred },
      ...(is_sample
        ? [
            {
              text: t('common:sample'),
              italics: true,
              color: INK.muted,
              ...centred,
              margin: [0, 16, 0, 0] as [number, number, number, number]
            }
          ]
        : []),
      { text: t('courses:certificate.limits'), style: 'muted', ...centred, margin: [0, 48, 0, 0] }
    ],
    foot: `${t('common:app.name')} · ${t('courses:certificate.printed', { day: date(now) })}`,
    page: (page, pages) => `${page}/${pages}`
  });
}
