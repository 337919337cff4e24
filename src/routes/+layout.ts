import { browser } from '$app/environment';
import { areasFor } from '$lib/i18n/areas';
import { createI18n, sharedI18n, type I18n } from '$lib/i18n/instance';
import type { LayoutLoad } from './$types';

let inBrowser: I18n | undefined;

export const load: LayoutLoad = async ({ data, route }) => {
  const areas = areasFor(route.id);
  if (!browser) return { ...data, i18n: await sharedI18n(data.locale, areas) };
  // A change of language reloads the document, so the browser has one language from start to end.
  inBrowser ??= await createI18n(data.locale, areas);
  await inBrowser.add(areas);
  return { ...data, i18n: inBrowser };
};
