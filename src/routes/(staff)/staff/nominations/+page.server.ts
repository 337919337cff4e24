import { redirect } from '@sveltejs/kit';
import { NOMINATION_STATES, nominateSchema, rulesSchema } from '$lib/schemas/nomination';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as nominations from '$lib/server/data/nominations';
import * as programmes from '$lib/server/data/programmes';
import { listNames } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const state = NOMINATION_STATES.find((known) => known === event.url.searchParams.get('state')) ?? null;
  try {
    const programme = await programmes.current(db);
    const [rows, rules, names] = await Promise.all([
      nominations.list(db, programme.id, state),
      nominations.rules(db, programme.id),
      listNames(db, locale)
    ]);
    return {
      rows,
      rules,
      state,
      states: NOMINATION_STATES,
      names: names.units,
      /** A firm that a link of another page names. */
      enterpriseId: event.url.searchParams.get('enterprise') ?? '',
      mayDecide: roles.staff.includes('manager')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  nominate: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const { db } = event.locals;
    const parsed = parseForm(nominateSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let made: string;
    try {
      const programme = await programmes.current(db);
      made = await nominations.nominate(db, programme.id, parsed.data.enterprise_id, parsed.data.reason);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, `/staff/nominations/${made}`);
  },
  rules: async (event) => {
    await requireStaff(event, 'manager');
    const { db } = event.locals;
    const parsed = parseForm(rulesSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { revision, ...details } = parsed.data;
    try {
      const programme = await programmes.current(db);
      await nominations.setRules(db, programme.id, details, revision);
      return { done: 'rules' };
    } catch (e) {
      return failure(e, parsed.values);
    }
  }
};
