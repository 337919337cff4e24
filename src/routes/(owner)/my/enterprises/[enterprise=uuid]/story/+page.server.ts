import { consentSchema } from '$lib/schemas/nomination';
import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as nominations from '$lib/server/data/nominations';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const { db, locale } = event.locals;
  try {
    const enterprise = await enterprises.read(db, event.params.enterprise);
    return {
      enterprise: { id: enterprise.enterprise_id, name: enterprise.name },
      consent: await nominations.consent(db, event.params.enterprise, locale)
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  give: async (event) => {
    requireUser(event);
    const parsed = parseForm(consentSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    const { db, locale } = event.locals;
    try {
      await nominations.giveConsent(db, event.params.enterprise, parsed.data.version, locale);
      return { done: 'given' };
    } catch (e) {
      return failure(e);
    }
  },
  withdraw: async (event) => {
    requireUser(event);
    try {
      await nominations.withdrawConsent(event.locals.db, event.params.enterprise);
      return { done: 'withdrawn' };
    } catch (e) {
      return failure(e);
    }
  }
};
