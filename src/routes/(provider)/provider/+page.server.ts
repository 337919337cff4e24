import { requireProvider } from '$lib/server/auth/require-provider';
import * as leads from '$lib/server/data/leads';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = await requireProvider(event);
  return { boards: await leads.boards(event.locals.db, user.id).catch(raise), now: Date.now() };
};
