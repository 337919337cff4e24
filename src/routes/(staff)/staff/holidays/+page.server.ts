import { dayInVietNam } from '$lib/domain/calendar/today';
import { holidayDateSchema, holidaySchema } from '$lib/schemas/holiday';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as holidays from '$lib/server/data/holidays';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'administrator');
  const year = Number(dayInVietNam(new Date()).slice(0, 4));
  return { holidays: await holidays.list(event.locals.db, year).catch(raise) };
};

export const actions: Actions = {
  save: async (event) => {
    await requireStaff(event, 'administrator');
    const parsed = parseForm(holidaySchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await holidays.save(event.locals.db, parsed.data);
      return { done: true };
    } catch (e) {
      return failure(e, parsed.values);
    }
  },
  remove: async (event) => {
    await requireStaff(event, 'administrator');
    const parsed = parseForm(holidayDateSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await holidays.remove(event.locals.db, parsed.data.date);
      return { done: true };
    } catch (e) {
      return failure(e);
    }
  }
};
