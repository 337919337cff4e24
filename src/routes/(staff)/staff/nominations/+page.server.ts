import { redirect } from '@sveltejs/kit';
import { uuid } from '$lib/schemas/fields';
import { NOMINATION_STATES, nominateSchema, rulesSchema } from '$lib/schemas/nomination';
import { readListQuery } from '$lib/schemas/staff-list';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as enterprises from '$lib/server/data/enterprises';
import * as nominations from '$lib/server/data/nominations';
import * as programmes from '$lib/server/data/programmes';
import { listNames } from '$lib/server/data/staff-list-choices';
import { listEnterprises } from '$lib/server/data/staff-lists';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

/** As many firms as one search shows: with more, a longer name is quicker than reading on. */
const FOUND = 10;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const { searchParams } = event.url;
  const { q } = readListQuery('enterprises', searchParams).filters;
  const enterpriseId = uuid.safeParse(searchParams.get('enterprise')).data;
  const state = NOMINATION_STATES.find((known) => known === searchParams.get('state')) ?? null;
  try {
    const programme = await programmes.current(db);
    const [rows, rules, names, chosen, found] = await Promise.all([
      nominations.list(db, programme.id, state),
      nominations.rules(db, programme.id),
      listNames(db, locale),
      enterpriseId ? enterprises.read(db, enterpriseId) : null,
      q ? listEnterprises(db, { filters: { q }, sort: 'name', after: null }, FOUND) : null
    ]);
    return {
      rows,
      rules,
      state,
      states: NOMINATION_STATES,
      names: names.units,
      chosen: chosen && { enterprise_id: chosen.enterprise_id, name: chosen.name, is_sample: chosen.is_sample },
      q: q ?? '',
      found: found?.rows ?? null,
      more: Boolean(found?.next),
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
