import { requireProvider } from '$lib/server/auth/require-provider';
import * as providers from '$lib/server/data/providers';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = await requireProvider(event);
  return { names: await providers.namesOf(event.locals.db, user.id).catch(raise) };
};
