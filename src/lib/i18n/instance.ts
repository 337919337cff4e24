import i18next, { type i18n, type ResourceLanguage } from 'i18next';
import type { Area } from './areas';
import { createFormats, type Formats } from './formats';
import type { Locale } from './locales';
import { loadMessages } from './messages';

export interface I18n extends Formats {
  locale: Locale;
  /** Words for a key such as `common:nav.home`; `values` fill `{{name}}` in it. */
  t: (key: string, values?: Record<string, unknown>) => string;
  /** Makes the words of more areas available; areas already there cost nothing. */
  add(areas: readonly Area[]): Promise<void>;
}

/**
 * An interface language with the words of some areas. It never changes its language, so one made on the server is
 * safe to hand to any request of that language.
 */
export async function createI18n(locale: Locale, areas: readonly Area[]): Promise<I18n> {
  const instance = i18next.createInstance();
  await instance.init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: await read(locale, areas) },
    defaultNS: 'common',
    initAsync: false,
    // Svelte escapes what it writes into a page.
    interpolation: { escapeValue: false }
  });
  /** Texts without values never change: as many as the locale files have, and a page asks for a hundred. */
  const plain = new Map<string, string>();
  function translate(key: string, values?: Record<string, unknown>): string {
    if (values) return instance.t(key, values);
    const known = plain.get(key);
    if (known !== undefined) return known;
    const words = instance.t(key, {});
    // A key without words may come from anywhere, and its words may come later.
    if (instance.exists(key)) plain.set(key, words);
    return words;
  }
  return {
    locale,
    ...createFormats(locale),
    t: translate,
    add: (more) => add(instance, locale, more)
  };
}

const made = new Map<string, Promise<I18n>>();

/** Like createI18n, made once per language and set of areas: what the server renders pages with. */
export function sharedI18n(locale: Locale, areas: readonly Area[]): Promise<I18n> {
  const key = `${locale}:${[...areas].sort().join()}`;
  let i18n = made.get(key);
  if (!i18n) {
    i18n = createI18n(locale, areas);
    made.set(key, i18n);
  }
  return i18n;
}

async function add(instance: i18n, locale: Locale, areas: readonly Area[]): Promise<void> {
  const missing = areas.filter((area) => !instance.hasResourceBundle(locale, area));
  for (const [area, words] of Object.entries(await read(locale, missing))) {
    instance.addResourceBundle(locale, area, words);
  }
}

async function read(locale: Locale, areas: readonly Area[]): Promise<ResourceLanguage> {
  const entries = areas.map(async (area) => [area, await loadMessages(locale, area)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
