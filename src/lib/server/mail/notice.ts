import { createI18n } from '$lib/i18n/instance';
import { DEFAULT_LOCALE, isLocale, type Locale } from '$lib/i18n/locales';
import { htmlToText } from './html-to-text';

/** What was told to a person, as it lies in the outbox. */
export interface Notice {
  kind: string;
  /** Values for the words; `name_vi` and `name_en` become `name`. Of a digest: `count`, and notices as `items`. */
  parameters: Record<string, unknown>;
  /** Path of the page that it is about. */
  link: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export interface MailContext {
  /** The language of the reader. */
  language: string;
  /** The address people open, without a slash at its end. */
  siteUrl: string;
  /** Where the reader ends mails of this sort; null when it is always sent. */
  unsubscribe: string | null;
}

/**
 * The mail of a notice in the language of its reader: subject, a few plain sentences, a link to the page, and why it came. A
 * digest has a heading, a sentence and a link for each of its notices.
 */
export async function renderNotice(notice: Notice, context: MailContext): Promise<RenderedMail> {
  const locale = isLocale(context.language) ? context.language : DEFAULT_LOCALE;
  const { t } = await createI18n(locale, ['common', 'notifications']);
  const link = (path: string, label: string) => `<a href="${escape(context.siteUrl + path)}">${escape(label)}</a>`;
  const words = (part: 'subject' | 'text', { kind, parameters }: Notice) =>
    escape(t(`notifications:kind.${kind}.${part}`, valuesOf(parameters, locale)));

  const { items, left } = itemsOf(notice);
  const count = items.length + left;
  const body =
    notice.kind === 'digest'
      ? [
          escape(t('notifications:mail.digest_lead', { count })),
          ...items.map(
            (item) =>
              `<strong>${words('subject', item)}</strong><br>${words('text', item)}<br>` +
              link(item.link, t('notifications:mail.digest_open'))
          ),
          ...(left > 0 ? [escape(t('notifications:mail.digest_more', { count: left }))] : []),
          link(notice.link, t('notifications:mail.digest_all'))
        ]
      : [words('text', notice), link(notice.link, t('notifications:mail.open'))];
  const paragraphs = [
    escape(t('notifications:mail.greeting')),
    ...body,
    escape(t('notifications:mail.why', { app: t('common:app.name') })),
    ...(context.unsubscribe
      ? [
          `${escape(t('notifications:mail.choice'))} <a href="${escape(context.unsubscribe)}">${escape(t('notifications:mail.unsubscribe'))}</a>`
        ]
      : [])
  ];
  const html = `<!doctype html><html lang="${locale}"><body>\n${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}\n</body></html>`;
  return {
    subject:
      notice.kind === 'digest'
        ? t('notifications:mail.digest_subject', { count })
        : t(`notifications:kind.${notice.kind}.subject`, valuesOf(notice.parameters, locale)),
    html,
    text: htmlToText(html)
  };
}

/** The notices of a digest, and how many more there are than it carries. */
function itemsOf({ parameters }: Notice): { items: Notice[]; left: number } {
  const items = Array.isArray(parameters.items) ? (parameters.items as Notice[]) : [];
  return { items, left: Math.max(Number(parameters.count ?? 0) - items.length, 0) };
}

/** The values of a notice for `t`, with names in one language. */
function valuesOf(parameters: Record<string, unknown>, locale: Locale): Record<string, unknown> {
  return { ...parameters, name: parameters[`name_${locale}`] ?? parameters.name_vi ?? '' };
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}
