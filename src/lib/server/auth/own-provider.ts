import type { RequestEvent } from '@sveltejs/kit';
import { mine, type Provider } from '$lib/server/data/providers';
import { AppError, raise } from '$lib/server/errors';
import { requireProvider } from './require-provider';

/** Of the providers that a person acts for the one that the address names (`?provider=`), else the oldest; null when there is none. */
export function chosenProvider(all: Provider[], url: URL): Provider | null {
  return all.find(({ provider_id }) => provider_id === url.searchParams.get('provider')) ?? all[0] ?? null;
}

/** The provider that the signed-in person works on, and all that they act for; a page for everybody else ends here. */
export async function requireOwnProvider(
  event: Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>
): Promise<{ own: Provider; all: Provider[] }> {
  const user = await requireProvider(event);
  const all = await mine(event.locals.db, user.id).catch(raise);
  const own = chosenProvider(all, event.url) ?? raise(new AppError('not_found'));
  return { own, all };
}
