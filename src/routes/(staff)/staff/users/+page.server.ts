import { redirect } from '@sveltejs/kit';
import { uuid } from '$lib/schemas/fields';
import { invitationIdSchema } from '$lib/schemas/staff-users';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as reference from '$lib/server/data/reference';
import * as staffUsers from '$lib/server/data/staff-users';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { districtsOf, namesOf } from './areas';
import type { Actions, PageServerLoad } from './$types';

const SIZE = 25;
const LONGEST = 200;
const DONE = ['invited', 'cancelled', 'saved', 'disabled', 'enabled'] as const;

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator');
  const { url, locals } = event;
  const text = (name: string) => url.searchParams.get(name)?.trim().slice(0, LONGEST) || null;
  const filters = {
    search: text('q'),
    everybody: url.searchParams.get('who') === 'all',
    after: uuid.safeParse(text('after')).data ?? null
  };
  try {
    const [page, invitations, units] = await Promise.all([
      staffUsers.list(locals.db, { ...filters, staffOnly: !filters.everybody, size: SIZE }),
      staffUsers.listInvitations(locals.db),
      reference.units(locals.db)
    ]);
    return {
      ...page,
      filters,
      invitations,
      unitNames: namesOf(districtsOf(units, locals.locale)),
      done: DONE.find((known) => known === url.searchParams.get('done')) ?? null
    };
  } catch (refusal) {
    raise(refusal);
  }
};

export const actions: Actions = {
  cancel: async (event) => {
    await requireStaff(event, 'administrator');
    const parsed = parseForm(invitationIdSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await staffUsers.cancelInvitation(event.locals.db, parsed.data.invitation_id);
    } catch (refusal) {
      return failure(refusal);
    }
    redirect(303, '/staff/users?done=cancelled');
  }
};
