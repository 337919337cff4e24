import { requireUser } from '$lib/server/auth/require-user';
import * as accounts from '$lib/server/data/accounts';
import { raise } from '$lib/server/errors';
import { takeLimit } from '$lib/server/limits';
import type { RequestHandler } from './$types';

/** Everything kept about the person, as a file. */
export const GET: RequestHandler = async (event) => {
  const user = requireUser(event);
  const { db } = event.locals;
  try {
    await takeLimit(db, 'export:account', user.id);
    const data = await accounts.exportData(db);
    const day = new Date().toISOString().slice(0, 10);
    return new Response(JSON.stringify(data, null, 2), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="du-lieu-cua-toi-${day}.json"`
      }
    });
  } catch (refusal) {
    raise(refusal);
  }
};
