import { z } from 'zod';
import { uuid } from '$lib/schemas/fields';
import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as needs from '$lib/server/data/needs';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const withdrawalSchema = z.object({ consent_id: uuid });

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db, locale } = event.locals;
  try {
    const mine = await enterprises.listMine(db, user.id);
    const [rows, text] = await Promise.all([
      needs.listOfFirms(
        db,
        mine.map(({ enterprise_id }) => enterprise_id)
      ),
      needs.consentText(db, locale)
    ]);
    const owned = new Set(mine.filter(({ role }) => role === 'owner').map(({ enterprise_id }) => enterprise_id));
    return {
      text,
      consents: rows.flatMap(({ consents, ...need }) =>
        consents.map((consent) => ({
          ...consent,
          need_id: need.need_id,
          category: need.category,
          enterprise: need.enterprise.name,
          mine: owned.has(need.enterprise_id)
        }))
      )
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  withdraw: async (event) => {
    requireUser(event);
    const parsed = parseForm(withdrawalSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await needs.withdrawConsent(event.locals.db, parsed.data.consent_id);
      return { done: 'withdrawn' };
    } catch (e) {
      return failure(e);
    }
  }
};
