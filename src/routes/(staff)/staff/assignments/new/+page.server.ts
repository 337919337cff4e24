import { error, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { proposalSchema } from '$lib/schemas/assignment';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as assignments from '$lib/server/data/assignments';
import * as enterprises from '$lib/server/data/enterprises';
import * as packages from '$lib/server/data/packages';
import { failure, problemsIn, raise, toAppError } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { db } = event.locals;
  const id = z.uuid().safeParse(event.url.searchParams.get('enterprise')).data;
  if (!id) error(404, { message: 'not_found' });
  try {
    const [{ enterprise_id, name }, matches] = await Promise.all([
      enterprises.read(db, id),
      packages.forEnterprise(db, id)
    ]);
    return { enterprise: { enterprise_id, name }, matches, chosen: event.url.searchParams.get('package') ?? '' };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  default: async (event) => {
    await requireStaff(event, 'officer', 'manager', 'district_officer');
    const parsed = parseForm(proposalSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { package_id, enterprise_id, override_reason } = parsed.data;
    let id: string;
    try {
      id = await assignments.propose(event.locals.db, package_id, enterprise_id, override_reason);
    } catch (e) {
      const { code, details } = toAppError(e);
      const errors = code === 'invalid_input' ? problemsIn(details) : {};
      return Object.keys(errors).length > 0 ? invalid({ values: parsed.values, errors }) : failure(e, parsed.values);
    }
    redirect(303, `/staff/assignments/${id}`);
  }
};
