import type { RequestEvent } from '@sveltejs/kit';
import { mine, type Provider } from '$lib/server/data/providers';
import { AppError, raise } from '$lib/server/errors';
import { requireProvider } from './require-provider';

/** The provider that the signed-in person acts for; a page for everybody else ends here. */
export async function requireOwnProvider(
  event: Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>
): Promise<Provider> {
  const user = await requireProvider(event);
  const own = await mine(event.locals.db, user.id).catch(raise);
  return own ?? raise(new AppError('not_found'));
}
