import type { RequestEvent } from '@sveltejs/kit';
import { mine, type Provider } from '$lib/server/data/providers';
import { AppError, raise } from '$lib/server/errors';
import { requireProvider } from './require-provider';
import type { User } from './require-user';

/**
 * Of the providers that a person acts for the one that the address names (`?provider=`), else the oldest; null when there is
 * none. What was written for one organisation never lands in another: a form for one that is not theirs (any more) is `not_found`.
 */
export function chosenProvider<T extends Pick<Provider, 'provider_id'>>(
  all: T[],
  { url, request }: Pick<RequestEvent, 'url' | 'request'>
): T | null {
  const named = url.searchParams.get('provider');
  const own = all.find(({ provider_id }) => provider_id === named);
  if (!own && named !== null && request.method === 'POST') raise(new AppError('not_found'));
  return own ?? all[0] ?? null;
}

/** The provider that the signed-in person works on, and all that they act for; a page for everybody else ends here. */
export async function requireOwnProvider(
  event: Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>
): Promise<{ user: User; own: Provider; all: Provider[] }> {
  const user = await requireProvider(event);
  const all = await mine(event.locals.db, user.id).catch(raise);
  const own = chosenProvider(all, event) ?? raise(new AppError('not_found'));
  return { user, own, all };
}
