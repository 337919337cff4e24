import { requireUser } from '$lib/server/auth/require-user';
import * as assignments from '$lib/server/data/assignments';
import * as enterprises from '$lib/server/data/enterprises';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const mine = await enterprises.listMine(db, user.id);
    return {
      rows: await assignments.listOfFirms(
        db,
        mine.map(({ enterprise_id }) => enterprise_id)
      )
    };
  } catch (e) {
    raise(e);
  }
};
