import { fail, redirect } from '@sveltejs/kit';
import { enterpriseSchema, joinSchema, requestSchema } from '$lib/schemas/enterprise';
import { requireUser } from '$lib/server/auth/require-user';
import { choices } from '$lib/server/data/enterprise-form';
import * as enterprises from '$lib/server/data/enterprises';
import * as members from '$lib/server/data/members';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  try {
    return { choices: await choices(event.locals.db, event.locals.locale) };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  register: async (event) => {
    requireUser(event);
    const parsed = parseForm(enterpriseSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let registered;
    try {
      registered = await enterprises.register(event.locals.db, parsed.data);
    } catch (e) {
      return failure(e, parsed.values);
    }
    if (registered.state === 'exists') return { onRecord: parsed.data.tax_code, values: parsed.values };
    redirect(303, `/my/enterprises/${registered.enterprise_id}?new=1`);
  },
  join: async (event) => {
    requireUser(event);
    const parsed = parseForm(joinSchema, await event.request.formData());
    const onRecord = String(parsed.values.tax_code ?? '');
    if (!parsed.ok) return fail(422, { ...invalid(parsed).data, onRecord });
    let enterpriseId;
    try {
      enterpriseId = await members.join(event.locals.db, parsed.data.code, parsed.data.tax_code);
    } catch (e) {
      const refused = failure(e, parsed.values);
      return fail(refused.status, { ...refused.data, onRecord });
    }
    redirect(303, `/my/enterprises/${enterpriseId}`);
  },
  request: async (event) => {
    requireUser(event);
    const parsed = parseForm(requestSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await members.request(event.locals.db, parsed.data.tax_code, parsed.data.message);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, '/my?requested=1');
  }
};
