import { requireUser } from '$lib/server/auth/require-user';
import * as assignments from '$lib/server/data/assignments';
import * as needs from '$lib/server/data/needs';
import { failure, raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db, locale } = event.locals;
  try {
    const need = await needs.read(db, event.params.need);
    const [owner, fits, names] = await Promise.all([
      assignments.isOwner(db, need.enterprise_id, user.id),
      need.state === 'open' ? needs.providers(db, need.need_id) : [],
      needs.indexNames(db, locale)
    ]);
    return {
      need,
      owner,
      fits,
      indices: need.index_ids.map((id) => names[id] ?? id),
      stated: event.url.searchParams.has('stated'),
      consented: event.url.searchParams.has('consented'),
      choose: event.url.searchParams.has('choose')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  close: async (event) => {
    requireUser(event);
    try {
      await needs.close(event.locals.db, event.params.need);
      return { done: 'close' };
    } catch (e) {
      return failure(e);
    }
  },
  next: async (event) => {
    requireUser(event);
    try {
      return { done: (await needs.askNext(event.locals.db, event.params.need)) ? 'next' : 'nobody' };
    } catch (e) {
      return failure(e);
    }
  }
};
