import { redirect, type RequestEvent } from '@sveltejs/kit';
import { finaliseSchema, reportSchema } from '$lib/schemas/report';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as reports from '$lib/server/data/reports';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { roles } = await requireStaff(event, 'officer', 'manager');
  try {
    return {
      report: await reports.read(event.locals.db, event.params.report),
      mayFinalise: roles.staff.includes('manager')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  save: async (event: RequestEvent<{ report: string }>) => {
    await requireStaff(event, 'officer', 'manager');
    const parsed = parseForm(reportSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { revision, ...details } = parsed.data;
    try {
      await reports.save(event.locals.db, event.params.report, details, revision);
      return { done: 'saved' };
    } catch (e) {
      return failure(e, parsed.values);
    }
  },
  finalise: async (event) => {
    await requireStaff(event, 'manager');
    const parsed = parseForm(finaliseSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await reports.finalise(event.locals.db, event.params.report, parsed.data.revision);
      return { done: 'finalised' };
    } catch (e) {
      return failure(e);
    }
  },
  discard: async (event) => {
    await requireStaff(event, 'officer', 'manager');
    try {
      await reports.discard(event.locals.db, event.params.report);
    } catch (e) {
      return failure(e);
    }
    redirect(303, '/staff/reports');
  }
};
