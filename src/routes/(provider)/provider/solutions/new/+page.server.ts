import { requireOwnProvider } from '$lib/server/auth/own-provider';
import * as solutions from '$lib/server/data/solutions';
import { raise } from '$lib/server/errors';
import { saveSolution } from '$lib/server/provider-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireOwnProvider(event);
  return { choices: await solutions.choices(event.locals.db, event.locals.locale).catch(raise) };
};

export const actions: Actions = {
  default: async (event) => saveSolution(event, (await requireOwnProvider(event)).own.provider_id, null)
};
