import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { deadlineDoneSchema, deadlineIdSchema, deadlineSchema, newReportSchema } from '$lib/schemas/report';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as programmes from '$lib/server/data/programmes';
import * as reports from '$lib/server/data/reports';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  const { db } = event.locals;
  try {
    const programme = await programmes.current(db);
    const [rows, deadlines] = await Promise.all([reports.list(db, programme.id), reports.deadlines(db, programme.id)]);
    return { rows, deadlines, today: dayInVietNam(new Date()) };
  } catch (e) {
    raise(e);
  }
};

async function take<T>(event: RequestEvent, schema: z.ZodType<T>, work: (data: T) => Promise<void>) {
  await requireStaff(event, 'officer', 'manager');
  const parsed = parseForm(schema, await event.request.formData());
  if (!parsed.ok) return invalid(parsed);
  try {
    await work(parsed.data);
    return { done: true };
  } catch (e) {
    return failure(e, parsed.values);
  }
}

export const actions: Actions = {
  create: async (event) => {
    let made = '';
    const answer = await take(event, newReportSchema, async (period) => {
      const programme = await programmes.current(event.locals.db);
      made = await reports.create(event.locals.db, programme.id, period);
    });
    if (made) redirect(303, `/staff/reports/${made}`);
    return answer;
  },
  add: (event) =>
    take(event, deadlineSchema, async (entry) => {
      const programme = await programmes.current(event.locals.db);
      await reports.addDeadline(event.locals.db, programme.id, entry);
    }),
  done: (event) =>
    take(event, deadlineDoneSchema, ({ deadline_id, done_on }) =>
      reports.setDeadlineDone(event.locals.db, deadline_id, done_on ?? null)
    ),
  remove: (event) =>
    take(event, deadlineIdSchema, ({ deadline_id }) => reports.removeDeadline(event.locals.db, deadline_id))
};
