import { requireUser } from '$lib/server/auth/require-user';
import * as assessments from '$lib/server/data/assessments';
import { choices } from '$lib/server/data/enterprise-form';
import * as enterprises from '$lib/server/data/enterprises';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  requireUser(event);
  const { db, locale } = event.locals;
  try {
    const [enterprise, offered, history] = await Promise.all([
      enterprises.read(db, event.params.enterprise),
      choices(db, locale),
      assessments.listOf(db, event.params.enterprise)
    ]);
    return { enterprise, choices: offered, history, isNew: event.url.searchParams.has('new') };
  } catch (e) {
    raise(e);
  }
};
