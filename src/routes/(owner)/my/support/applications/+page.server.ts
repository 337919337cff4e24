import { redirect } from '@sveltejs/kit';
import { applicationIdSchema } from '$lib/schemas/allocation';
import { requireUser } from '$lib/server/auth/require-user';
import * as applications from '$lib/server/data/applications';
import * as enterprises from '$lib/server/data/enterprises';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

/** The order is computed for each: of the open ones only the newest are explained. */
const EXPLAINED = 5;

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db, url } = { db: event.locals.db, url: event.url };
  try {
    const mine = await enterprises.listMine(db, user.id);
    const listed = await applications.listOf(
      db,
      mine.map(({ enterprise_id }) => enterprise_id)
    );
    const open = listed.filter(({ state }) => state === 'open').slice(0, EXPLAINED);
    const explained = await Promise.all(
      open.map(
        async ({ application_id }) => [application_id, await applications.priorityOf(db, application_id)] as const
      )
    );
    const owned = new Set(mine.filter(({ role }) => role === 'owner').map(({ enterprise_id }) => enterprise_id));
    return {
      applications: listed.map((row) => ({ ...row, mayWithdraw: owned.has(row.enterprise.enterprise_id) })),
      priorities: Object.fromEntries(explained),
      applied: url.searchParams.has('applied'),
      withdrawn: url.searchParams.has('withdrawn')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  withdraw: async (event) => {
    requireUser(event);
    const parsed = parseForm(applicationIdSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await applications.withdraw(event.locals.db, parsed.data.application_id);
    } catch (e) {
      return failure(e);
    }
    redirect(303, '/my/support/applications?withdrawn');
  }
};
