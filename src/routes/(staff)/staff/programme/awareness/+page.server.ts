import { uuid } from '$lib/schemas/fields';
import { awarenessSchema, removalSchema } from '$lib/schemas/programme';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as awareness from '$lib/server/data/awareness';
import { choices } from '$lib/server/data/enterprise-form';
import { listChoices, listNames } from '$lib/server/data/staff-list-choices';
import { failure, problemsIn, raise, toAppError } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const SIZE = 25;

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db, locale } = event.locals;
  const after = uuid.safeParse(event.url.searchParams.get('after')).data ?? null;
  const everywhere = roles.staff.includes('officer') || roles.staff.includes('manager');
  try {
    const [page, offered, { sectors }, names] = await Promise.all([
      awareness.list(db, after, SIZE),
      listChoices(db, locale, everywhere ? [] : roles.units),
      choices(db, locale),
      listNames(db, locale)
    ]);
    return {
      rows: page.rows.map((row) => ({ ...row, place: names.units[row.enterprise.unit_id] ?? row.enterprise.unit_id })),
      first: after ? '/staff/programme/awareness' : null,
      next: page.next ? `/staff/programme/awareness?after=${page.next}` : null,
      units: offered.communes,
      sectors: sectors.map(({ value, label, group }) => ({ value, label, ...(group && { group }) }))
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  record: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const parsed = parseForm(awarenessSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { new_kind, new_sector_id, ...entered } = parsed.data;
    const new_firms = new_kind && new_sector_id ? { kind: new_kind, sector_id: new_sector_id } : undefined;
    try {
      return { told: await awareness.record(event.locals.db, { ...entered, new_firms }) };
    } catch (e) {
      const { code, details } = toAppError(e);
      const errors = code === 'invalid_input' ? problemsIn(details) : {};
      return Object.keys(errors).length > 0 ? invalid({ values: parsed.values, errors }) : failure(e, parsed.values);
    }
  },
  remove: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const parsed = parseForm(removalSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await awareness.remove(event.locals.db, parsed.data.awareness_event_id, parsed.data.reason);
      return { removed: true };
    } catch (e) {
      return failure(e);
    }
  }
};
