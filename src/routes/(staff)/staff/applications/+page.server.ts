import { rejectionSchema } from '$lib/schemas/allocation';
import { uuid } from '$lib/schemas/fields';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as applications from '$lib/server/data/applications';
import { listNames } from '$lib/server/data/staff-list-choices';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const SIZE = 25;

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const after = uuid.safeParse(event.url.searchParams.get('after')).data ?? null;
  try {
    const [page, names] = await Promise.all([applications.listOpen(db, after, SIZE), listNames(db, locale)]);
    return {
      rows: page.rows.map((row) => ({ ...row, place: names.units[row.enterprise.unit_id] ?? row.enterprise.unit_id })),
      first: after ? '/staff/applications' : null,
      next: page.next ? `/staff/applications?after=${page.next}` : null
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  reject: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const parsed = parseForm(rejectionSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await applications.reject(event.locals.db, parsed.data.application_id, parsed.data.reason);
      return { rejected: true };
    } catch (e) {
      return failure(e, parsed.values);
    }
  }
};
