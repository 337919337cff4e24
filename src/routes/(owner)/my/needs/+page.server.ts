import { requireUser } from '$lib/server/auth/require-user';
import * as enterprises from '$lib/server/data/enterprises';
import * as needs from '$lib/server/data/needs';
import { raise } from '$lib/server/errors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    const mine = await enterprises.listMine(db, user.id);
    const rows = await needs.listOfFirms(
      db,
      mine.map(({ enterprise_id }) => enterprise_id)
    );
    return { rows, firms: mine.length };
  } catch (e) {
    raise(e);
  }
};
