import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as members from '$lib/server/data/members';
import * as notifications from '$lib/server/data/notifications';
import { decideRequest } from '$lib/server/enterprise-actions';
import { raise } from '$lib/server/errors';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const [mine, requests, toDecide, unread] = await Promise.all([
      enterprises.listMine(db, user.id),
      members.myRequests(db, user.id),
      members.openRequests(db),
      notifications.unread(db)
    ]);
    const ids = new Set(mine.map(({ enterprise_id }) => enterprise_id));
    return {
      mine,
      requests,
      unread,
      // Staff decide theirs at /staff/requests.
      toDecide: toDecide.filter(({ enterprise_id }) => ids.has(enterprise_id)),
      requested: event.url.searchParams.has('requested')
    };
  } catch (e) {
    raise(e);
  }
};

export const actions: Actions = {
  decide: (event) => {
    requireUser(event);
    return decideRequest(event);
  }
};
