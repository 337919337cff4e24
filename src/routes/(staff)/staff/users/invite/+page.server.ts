import { redirect } from '@sveltejs/kit';
import { staffInvitationSchema } from '$lib/schemas/staff-users';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as accounts from '$lib/server/data/accounts';
import * as reference from '$lib/server/data/reference';
import * as staffUsers from '$lib/server/data/staff-users';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import { takeAccountLimits } from '$lib/server/limits';
import { districtsOf } from '../areas';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator');
  const units = await reference.units(event.locals.db).catch(raise);
  return { districts: districtsOf(units, event.locals.locale) };
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'administrator');
    const { db, backend } = event.locals;
    const parsed = parseForm(staffInvitationSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { email, roles, unit_ids } = parsed.data;
    try {
      await takeAccountLimits(event, 'code', email);
      await staffUsers.invite(db, email, roles, unit_ids);
      await accounts.sendInvitation(backend, email);
    } catch (refusal) {
      return failure(refusal, parsed.data);
    }
    redirect(303, '/staff/users?done=invited');
  }
};
