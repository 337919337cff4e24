import type { Handle } from '@sveltejs/kit';
import { areasFor } from '$lib/i18n/areas';
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, type Locale } from '$lib/i18n/locales';
import { embed, loadMessages } from '$lib/i18n/messages';

const YEAR = 365 * 24 * 60 * 60;

/** The page's language: asked for in the address (and then remembered), remembered, or Vietnamese. */
export const locale: Handle = async ({ event, resolve }) => {
  const asked = event.url.searchParams.get('lang');
  const remembered = event.cookies.get(LOCALE_COOKIE);
  // A file in another language says nothing about the pages.
  const remember = !event.route.id?.endsWith('/pdf');
  if (remember && isLocale(asked) && asked !== remembered) {
    event.cookies.set(LOCALE_COOKIE, asked, { path: '/', maxAge: YEAR, sameSite: 'lax', httpOnly: false });
  }
  const chosen = isLocale(asked) ? asked : isLocale(remembered) ? remembered : DEFAULT_LOCALE;
  event.locals.locale = chosen;

  const words = await embeddedWords(chosen, event.route.id);
  return resolve(event, {
    // Functions, so that a `$` in a text is not taken for a pattern.
    transformPageChunk: ({ html }) => html.replace('%lang%', () => chosen).replace('%messages%', () => words)
  });
};

const embedded = new Map<string, Promise<string>>();

/** The words of a route as a data block, made once per language and route. */
function embeddedWords(locale: Locale, routeId: string | null): Promise<string> {
  const areas = areasFor(routeId);
  const key = `${locale}:${areas.join()}`;
  let words = embedded.get(key);
  if (!words) {
    const entries = areas.map(async (area) => [area, await loadMessages(locale, area)] as const);
    words = Promise.all(entries).then((loaded) => embed(locale, Object.fromEntries(loaded)));
    embedded.set(key, words);
  }
  return words;
}
