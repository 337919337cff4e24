import type { Area } from './areas';
import type { Locale } from './locales';

export type Messages = { [key: string]: string | Messages };

/** The element that carries the words of the first page, so that hydration waits for no further request. */
const EMBEDDED_ID = 'messages';

const files = import.meta.glob<Messages>('./locales/*/*.json', { import: 'default' });

/** The words of one area: from the page if it brought them, else from their file. */
export async function loadMessages(locale: Locale, area: Area): Promise<Messages> {
  return embedded(locale)?.[area] ?? (await files[`./locales/${locale}/${area}.json`]?.()) ?? {};
}

/** JSON for a data block in HTML: `<` is escaped, so no text can end the block. */
export function embed(locale: Locale, messages: Partial<Record<Area, Messages>>): string {
  return JSON.stringify({ locale, messages }).replaceAll('<', '\\u003c');
}

let fromPage: { locale: Locale; messages: Partial<Record<Area, Messages>> } | null | undefined;

function embedded(locale: Locale): Partial<Record<Area, Messages>> | undefined {
  if (typeof document === 'undefined') return undefined;
  fromPage ??= JSON.parse(document.getElementById(EMBEDDED_ID)?.textContent || 'null');
  return fromPage?.locale === locale ? fromPage.messages : undefined;
}
