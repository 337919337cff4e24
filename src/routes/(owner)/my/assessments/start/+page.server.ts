import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { uuid } from '$lib/schemas/fields';
import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import { failure, raise, toAppError } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const startSchema = z.object({ enterprise_id: uuid });

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  return {
    enterprises: await assessments.startable(event.locals.db, user.id).catch(raise),
    taken: event.url.searchParams.get('reason') === 'taken'
  };
};

export const actions: Actions = {
  default: async (event) => {
    requireUser(event);
    const parsed = parseForm(startSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    let id: string;
    try {
      id = await assessments.start(event.locals.db, parsed.data.enterprise_id);
    } catch (e) {
      // Sent from other pages too: they would not show it.
      if (toAppError(e).code === 'already_exists') redirect(303, '/my/assessments/start?reason=taken');
      return failure(e);
    }
    redirect(303, `/my/assessments/${id}`);
  }
};
