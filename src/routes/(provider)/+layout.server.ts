import { requireProvider } from '$lib/server/auth/require-provider';
import { mine } from '$lib/server/data/providers';
import { raise } from '$lib/server/errors';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const user = await requireProvider(event);
  const all = await mine(event.locals.db, user.id).catch(raise);
  return { organisations: all.map(({ provider_id, name }) => ({ provider_id, name })) };
};
