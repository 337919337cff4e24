import { z } from 'zod';
import { uuid } from '$lib/schemas/fields';
import { requireUser } from '$lib/server/auth/require-user';
import * as notifications from '$lib/server/data/notifications';
import { failure, raise } from '$lib/server/errors';
import { invalid, parseForm } from '$lib/server/form';
import type { Actions, PageServerLoad } from './$types';

const SIZE = 25;
const oneSchema = z.object({ notification_id: uuid });

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const before = uuid.safeParse(event.url.searchParams.get('before')).data ?? null;
  try {
    const { rows, next } = await notifications.list(event.locals.db, before, SIZE);
    return {
      rows,
      first: before ? '/my/notifications' : null,
      next: next ? `/my/notifications?before=${next}` : null
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  read: async (event) => {
    requireUser(event);
    try {
      await notifications.markRead(event.locals.db);
    } catch (e) {
      return failure(e);
    }
    return { done: 'all' as const };
  },

  readOne: async (event) => {
    requireUser(event);
    const parsed = parseForm(oneSchema, await event.request.formData());
    if (!parsed.ok) return invalid(parsed);
    try {
      await notifications.markRead(event.locals.db, parsed.data.notification_id);
    } catch (e) {
      return failure(e);
    }
    return { done: 'one' as const };
  }
};
