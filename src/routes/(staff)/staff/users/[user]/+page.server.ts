import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { uuid } from '$lib/schemas/fields';
import { staffRolesSchema } from '$lib/schemas/staff-users';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as reference from '$lib/server/data/reference';
import * as staffUsers from '$lib/server/data/staff-users';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { districtsOf } from '../areas';
import type { Actions, PageServerLoad } from './$types';

function userId({ params }: RequestEvent<{ user: string }>): string {
  const parsed = uuid.safeParse(params.user);
  if (!parsed.success) error(404, { message: 'not_found' });
  return parsed.data;
}

export const load: PageServerLoad = async (event) => {
  const { user } = await requireStaff(event, 'administrator');
  const id = userId(event);
  const { db, locale } = event.locals;
  try {
    const [account, units] = await Promise.all([staffUsers.read(db, id), reference.units(db)]);
    return { account, districts: districtsOf(units, locale), isMe: id === user.id };
  } catch (refusal) {
    raise(refusal);
  }
};

function setDisabled(disabled: boolean) {
  return async (event: RequestEvent<{ user: string }>) => {
    await requireStaff(event, 'administrator');
    const id = userId(event);
    try {
      await staffUsers.setDisabled(event.locals.db, id, disabled);
    } catch (refusal) {
      return failure(refusal);
    }
    redirect(303, `/staff/users?done=${disabled ? 'disabled' : 'enabled'}`);
  };
}

export const actions: Actions = {
  roles: async (event) => {
    await requireStaff(event, 'administrator');
    const id = userId(event);
    const parsed = parseForm(staffRolesSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { roles, unit_ids } = parsed.data;
    try {
      await staffUsers.setRoles(event.locals.db, id, roles, unit_ids);
    } catch (refusal) {
      return failure(refusal, parsed.data);
    }
    redirect(303, '/staff/users?done=saved');
  },

  disable: setDisabled(true),
  enable: setDisabled(false)
};
