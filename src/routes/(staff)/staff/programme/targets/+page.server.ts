import { fail, type RequestEvent } from '@sveltejs/kit';
import { readPath, registeredSchema } from '$lib/schemas/programme';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as figures from '$lib/server/data/programme-figures';
import * as programmes from '$lib/server/data/programmes';
import { listNames } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager');
  const { db, locale } = event.locals;
  try {
    const programme = await programmes.current(db);
    const [dashboard, entries, names] = await Promise.all([
      figures.dashboard(db, programme.id, {}),
      figures.registeredEntries(db),
      listNames(db, locale)
    ]);
    return {
      targets: dashboard.targets.filter(({ measured }) => measured),
      units: dashboard.registered.map(({ unit_id, level }) => ({
        value: unit_id,
        label: level === 'province' ? null : (names.units[unit_id] ?? unit_id)
      })),
      entries,
      names: names.units,
      mayDecide: roles.staff.includes('manager')
    };
  } catch (e) {
    raise(e);
  }
};

async function step(event: RequestEvent, done: string, work: () => Promise<unknown>, values = {}) {
  try {
    await work();
    return { done };
  } catch (e) {
    return failure(e, values);
  }
}

export const actions: Actions = {
  path: async (event) => {
    await requireStaff(event, 'manager');
    const form = await event.request.formData();
    const path = readPath(form);
    const target = form.get('target_id');
    if (!path || typeof target !== 'string') return fail(422, { error: 'invalid_input' as const, values: {} });
    return step(event, 'path', async () => {
      const programme = await programmes.current(event.locals.db);
      await figures.setPath(event.locals.db, programme.id, target, path);
    });
  },
  registered: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    const parsed = parseForm(registeredSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    return step(event, 'registered', () => figures.setRegistered(event.locals.db, parsed.data), parsed.values);
  }
};
