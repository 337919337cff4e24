import { redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { joinSchema } from '$lib/schemas/enterprise';
import { requireUser } from '$lib/server/auth/require-user';
import * as members from '$lib/server/data/members';
import * as providerPeople from '$lib/server/data/provider-people';
import { failure, toAppError } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  requireUser(event);
};

/** Codes of firms and of providers look alike, and whoever was given one need not know which it is. The page to go to. */
async function redeem(db: App.Locals['db'], { code, tax_code }: z.infer<typeof joinSchema>): Promise<string> {
  try {
    return `/my/enterprises/${await members.join(db, code, tax_code)}`;
  } catch (refusal) {
    if (toAppError(refusal).code !== 'code_invalid') throw refusal;
    return `/provider/profile?provider=${await providerPeople.join(db, code)}`;
  }
}

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const parsed = parseForm(joinSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let joined: string;
    try {
      joined = await redeem(event.locals.db, parsed.data);
    } catch (e) {
      return failure(e, parsed.values);
    }
    redirect(303, joined);
  }
};
