import { error, redirect } from '@sveltejs/kit';
import { applicationSchema } from '$lib/schemas/allocation';
import { requireUser } from '$lib/server/auth/require-user';
import { packageNames } from '$lib/server/data/allocation-runs';
import * as applications from '$lib/server/data/applications';
import * as enterprises from '$lib/server/data/enterprises';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const [offered, mine] = await Promise.all([
      packageNames(db, event.params.package),
      enterprises.listMine(db, user.id)
    ]);
    const owned = mine.filter(({ role }) => role === 'owner');
    if (owned.length === 0) error(403, { message: 'forbidden' });
    return {
      offered,
      enterprises: owned.map(({ enterprise_id, name }) => ({ value: enterprise_id, label: name })),
      chosen: event.url.searchParams.get('enterprise') ?? owned[0]?.enterprise_id ?? ''
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const parsed = parseForm(applicationSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { enterprise_id, ...application } = parsed.data;
    try {
      await applications.apply(event.locals.db, event.params.package, enterprise_id, application);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, '/my/support/applications?applied');
  }
};
