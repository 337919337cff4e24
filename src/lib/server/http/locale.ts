import type { Handle } from '@sveltejs/kit';
import { areasFor } from '$lib/i18n/areas';
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE } from '$lib/i18n/locales';
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

  const areas = areasFor(event.route.id);
  const entries = await Promise.all(areas.map(async (area) => [area, await loadMessages(chosen, area)] as const));
  return resolve(event, {
    // Functions, so that a `$` in a text is not taken for a pattern.
    transformPageChunk: ({ html }) =>
      html.replace('%lang%', () => chosen).replace('%messages%', () => embed(chosen, Object.fromEntries(entries)))
  });
};
