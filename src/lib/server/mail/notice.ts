import { createI18n } from '$lib/i18n/instance';
import { DEFAULT_LOCALE, isLocale, type Locale } from '$lib/i18n/locales';

/** What was told to a person, as it lies in the outbox. */
export interface Notice {
  kind: string;
  /** Values for the words; `name_vi` and `name_en` become `name`. */
  parameters: Record<string, unknown>;
  /** Path of the page that it is about. */
  link: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
}

/**
 * The mail of a notice in the language of its reader: subject, a few plain sentences, a link to the page. `siteUrl` is
 * the address people open, without a slash at its end.
 */
export async function renderNotice(notice: Notice, language: string, siteUrl: string): Promise<RenderedMail> {
  const locale = isLocale(language) ? language : DEFAULT_LOCALE;
  const { t } = await createI18n(locale, ['common', 'notifications']);
  const values = valuesOf(notice.parameters, locale);
  const url = siteUrl + notice.link;
  const paragraphs = [
    t('notifications:mail.greeting'),
    t(`notifications:kind.${notice.kind}.text`, values),
    `<a href="${escape(url)}">${escape(t('notifications:mail.open'))}</a>`,
    t('notifications:mail.why', { app: t('common:app.name') })
  ];
  const html = paragraphs.map((text, index) => `<p>${index === 2 ? text : escape(text)}</p>`).join('\n');
  return {
    subject: t(`notifications:kind.${notice.kind}.subject`, values),
    html: `<!doctype html><html lang="${locale}"><body>\n${html}\n</body></html>`
  };
}

/** The values of a notice for `t`, with names in one language. */
function valuesOf(parameters: Record<string, unknown>, locale: Locale): Record<string, unknown> {
  return { ...parameters, name: parameters[`name_${locale}`] ?? parameters.name_vi ?? '' };
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}
